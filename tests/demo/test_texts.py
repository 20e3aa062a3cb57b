"""The demo's documents are texts that lie beside its stories, and name them by their hash."""

from hashlib import sha256

from tonetop.standard import demo


def test_every_version_names_a_text_by_its_hash_and_every_answer_a_version():
    facts, texts = demo.story("steady"), demo.texts()
    hashes = {version["id"]: version["sha256"] for version in facts["DocumentVersion"]}
    files = {version["file_name"]: version["sha256"] for version in facts["DocumentVersion"]}
    assert {name: sha256(text).hexdigest() for name, text in texts.items()} == files
    for said in (*facts["Approval"], *facts["Comment"]):
        assert said["sha256"] == hashes[said["about"][0]]
