"""Give a version of an MLflow model an alias only when its gates are open.

    MLFLOW_TRACKING_URI=https://mlflow.example.org TONETOP_TOKEN=tonetop_… \
        python mlflow_promote.py claims-model 7 champion --url https://tonetop.example.org \
            --process BusinessProcess:proc-product

The registered model says which AI system it is by its tag `tonetop.subject`. Whoever may set aliases in MLflow itself
can walk round this script: let the account that runs it be the only one that may.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from mlflow import MlflowClient

SUBJECT = "tonetop.subject"


def main() -> int:
    """0 when the alias was set; anything else leaves the registry as it was."""
    asked = argparse.ArgumentParser(description="Promote a model version through its gates.")
    asked.add_argument("model")
    asked.add_argument("version")
    asked.add_argument("alias")
    asked.add_argument("--url", required=True, help="the address of Tonetop")
    asked.add_argument(
        "--process", required=True, help="the process whose gates it passes, as BusinessProcess:ID"
    )
    asked.add_argument("--kind", default="", help="gates of this kind alone")
    told = asked.parse_args()

    client = MlflowClient()
    client.get_model_version(told.model, told.version)  # raises when there is no such version
    subject = client.get_registered_model(told.model).tags.get(SUBJECT)
    if not subject:
        print(f"{told.model} has no tag {SUBJECT}: it cannot be told which gates it passes", file=sys.stderr)
        return 2
    command = ["tonetop", "gate", "check", "--url", told.url, "--process", told.process, "--subject", subject]
    command += ["--kind", told.kind] if told.kind else []
    status = subprocess.run(command, check=False).returncode
    if status:
        return status
    client.set_registered_model_alias(told.model, told.alias, told.version)
    print(f"{told.model} version {told.version} is {told.alias} now")
    return 0


if __name__ == "__main__":
    sys.exit(main())
