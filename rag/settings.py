"""All settings in one frozen object, read once: from arguments, then DALIL_* variables, then dalil.toml, then defaults.

Nothing else in the product reads the environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from rag.errors import UsageError


class Settings(BaseSettings):
    """What a user may set; every value has a default that works offline."""

    model_config = SettingsConfigDict(env_prefix="DALIL_", toml_file="dalil.toml", frozen=True, extra="forbid")

    corpus: Path = Field(Path("corpus"), description="Folder of the reports.")
    index: Path = Field(Path("index"), description="Folder of the built index.")
    candidates: Path = Field(
        Path("eval/candidates.jsonl"), description="File that keeps what readers of the page say of answers."
    )
    embedding: str = Field("bundled", description='"bundled", or a sentence-transformers model by folder or hub name.')
    reranker: str | None = Field(
        None, description="A cross-encoder that ranks the passages again, by folder or hub name; none by default."
    )
    llm: str | None = Field(
        None, description='A chat model such as "openai:gpt-5-mini" or "ollama:qwen3"; none by default.'
    )
    llm_base_url: str | None = Field(None, description="Address of a server that speaks the provider's protocol.")
    llm_timeout: float = Field(60.0, gt=0, description="Seconds to wait for the chat model.")
    llm_summaries: bool = Field(
        False, description="Have the chat model weigh the passages first, where more were found than it is sent."
    )
    hits: int = Field(10, ge=1, le=100, description="How many passages are looked at for an answer.")
    answer_words: int = Field(80, ge=20, description="About how long an answer may be, in words.")
    confidence: float = Field(
        0.5,
        ge=0,
        le=1,
        description="How sure an answer without a chat model must be; below it, the reports do not say.",
    )
    reading_timeout: float = Field(
        120.0,
        gt=0,
        description="Seconds that reading one report may take; they begin anew with each page that is a picture.",
    )
    reading_memory_mb: int = Field(2048, ge=256, description="Memory that reading one report may take, in MiB.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments before the environment before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**overrides: Any) -> Settings:
    """Return the settings; overrides that are None count as not given.

    Raises:
        UsageError: a value is wrong; names the setting.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"The setting {name!r} is wrong: {first['msg']}.",
            f"Correct it on the command line, in DALIL_{name.upper()} or in dalil.toml.",
        ) from error
