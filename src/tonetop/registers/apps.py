"""The Django app that holds the registers, one file each."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """All registers; a new file in this folder is a new register."""

    name = "tonetop.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Registers"

    def import_models(self) -> None:
        """Import every module of the folder, so that each register is known without a list of them."""
        package = import_module(self.name)
        for module in iter_modules(package.__path__):
            if module.name not in ("apps", "migrations"):
                import_module(f"{self.name}.{module.name}")
        super().import_models()
