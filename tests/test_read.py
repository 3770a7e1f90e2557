import codecs
import hashlib
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.read import read_text

TEXT = "某某县水利局2013年政府信息公开工作年度报告\r\n\r\n　一、概述\n2013年共公开信息595条，未收取费用。\r"
TRADITIONAL = "政府資訊公開年度報告\n一、概述\n本機關主動公開政府資訊共計五百條，未收到申請。"


def written(folder: Path, data: bytes, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        TEXT.encode("gb2312"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"],
)
def test_every_encoding_gives_the_same_characters(tmp_path, data):
    assert read_text(written(tmp_path, data)) == (TEXT, hashlib.sha256(data).hexdigest())


def test_big5_is_told_from_gb18030(tmp_path):
    assert read_text(written(tmp_path, TRADITIONAL.encode("big5")))[0] == TRADITIONAL


def test_gb18030_four_byte_characters_survive(tmp_path):
    text = TEXT + "㐀𠀀㺢"
    assert read_text(written(tmp_path, text.encode("gb18030")))[0] == text


def test_newlines_and_blanks_stay(tmp_path):
    text = "\n \u3000标题\xa0\r\n\r\r\n尾 \t\n"
    assert read_text(written(tmp_path, text.encode()))[0] == text


def test_markdown_is_supported(tmp_path):
    assert read_text(written(tmp_path, b"# a", "report.MD"))[0] == "# a"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "是空的"),
        (" \n\u3000\xa0\n".encode(), "是空的"),
        (codecs.BOM_UTF8, "是空的"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "二进制"),
        (b"%PDF-1.4\n\x01\x02\x03\x04\x05\x06 stream", "二进制"),
        (bytes(range(128, 256)) * 4, "编码"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "已损坏"),
        ("价格 naïve café €".encode("cp1252", "ignore") * 3, "编码"),
    ],
    ids=["empty", "blank", "mark-only", "png", "pdf", "noise", "torn-utf-16", "latin"],
)
def test_what_is_no_text_is_refused_by_name(tmp_path, data, says):
    path = written(tmp_path, data)
    with pytest.raises(ReadError, match=says) as caught:
        read_text(path)
    assert repr(str(path)) in str(caught.value)


def test_missing_folder_and_foreign_types_are_refused_by_name(tmp_path):
    for path, says in (
        (tmp_path / "none.txt", "不存在"),
        (tmp_path, "文件夹"),
        (written(tmp_path, b"x", "report.pdf"), "不是支持的文件类型"),
    ):
        with pytest.raises(ReadError, match=says) as caught:
            read_text(path)
        assert repr(str(path)) in str(caught.value)


def test_unreadable_file_is_refused(tmp_path, monkeypatch):
    path = written(tmp_path, TEXT.encode())

    def denied(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(ReadError, match="权限"):
        read_text(path)
