import codecs
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.formats.kinds import SUPPORTED, sniff
from ingest.formats.safe import check_text, check_zip, in_child, scrub
from ingest.read import read_data, read_file, read_text
from tests.read_samples import html_page, pdf, word

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
        (written(tmp_path, b"x", "report.doc"), "不是支持的文件类型.*另存为 .docx"),
        (written(tmp_path, b"x", "report.jpg"), "不是支持的文件类型.*OCR"),
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


def packed(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
XLSX = packed({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"})


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.pdf", html_page("x").encode(), "内容却是网页.*扩展名改为 .html"),
        ("a.docx", b"%PDF-1.4 x", "内容却是PDF.*改为 .pdf"),
        ("a.docx", OLE, "旧版 Office.*另存为 .docx"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "加密.*去掉密码"),
        ("a.docx", XLSX, "Excel 表格"),
        ("a.docx", packed({"OFD.xml": b"<x/>"}), "OFD.*导出为 PDF"),
        ("a.docx", packed({"photo.txt": b"x"}), "压缩包"),
        ("a.docx", b"just words", "不是有效的Word 文档"),
        ("a.html", b"%PDF-1.4 x", "内容却是PDF"),
        ("a.html", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页存档"),
        ("a.pdf", b"", "是空的"),
        ("a.txt", b"\xff\xd8\xff\xe0 jpeg", "二进制.*图片"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_what_to_do(name, data, says):
    with pytest.raises(ReadError, match=says) as caught:
        read_data(data, name)
    assert repr(name) in str(caught.value)


def test_what_first_bytes_tell():
    assert sniff(word("x")) == "docx" and sniff(pdf([""])) == "pdf" and sniff(html_page("x").encode()) == "html"
    assert sniff("<p>不是整页</p>".encode()) is None and sniff(b"plain") is None


def test_every_supported_type_has_a_reader(tmp_path):
    made = {".html": html_page(TEXT).encode(), ".docx": word(TEXT.replace("\r", ""))}
    for suffix in SUPPORTED - {".pdf"}:
        data = made.get(suffix.replace(".htm", ".html") if suffix == ".htm" else suffix, TEXT.encode())
        reading = read_file(written(tmp_path, data, f"a{suffix}"))
        assert "2013年共公开信息595条" in reading.text and reading.sha256 == hashlib.sha256(data).hexdigest()


def test_markup_in_a_text_file_stays_and_is_remarked():
    page = html_page("一、概述")
    assert read_data(page.encode(), "a.txt")[:1] == (page,)
    assert "扩展名改为 .html" in read_data(page.encode(), "a.txt").warnings[0]
    assert read_data(TEXT.encode(), "a.txt").warnings == ()


def test_what_cannot_be_seen_is_taken_out_of_derived_texts_only():
    hidden = "一\u202e、概\u200b述\u2066\x00595\ufeff条\u00ad。"
    assert scrub(hidden) == "一、概述595条。" and scrub("a\r\nb\u2028c\x0bd") == "a\nb\nc\nd"
    assert read_data("一\u200b、概述".encode(), "a.txt").text == "一\u200b、概述"
    assert read_data("<p>一\u200b、概\u202e述</p>".encode(), "a.html").text == "一、概述\n"


def test_a_zip_bomb_is_refused_by_its_headers_and_by_its_content():
    with pytest.raises(ReadError, match="过大"):
        check_zip(packed({"word/document.xml": bytes(20_000_000)}), "bomb.docx")
    with pytest.raises(ReadError, match="过大"):
        check_zip(packed({f"word/{n}": b"" for n in range(2001)}), "many.docx")
    lying = bytearray(packed({"word/document.xml": bytes(30_000_000)}))
    at = lying.rfind(b"PK\x01\x02") + 24  # the directory's uncompressed size
    lying[at : at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(ReadError, match="过大|损坏"):
        check_zip(bytes(lying), "liar.docx")
    assert check_zip(packed({"a": b"x"}), "fine.docx") == {"a"}


def test_a_text_longer_than_any_report_is_refused():
    check_text("字" * 600_000, "a.html")
    with pytest.raises(ReadError, match="2 MB"):
        check_text("字" * 700_000, "a.html")


def test_a_child_that_takes_too_long_or_dies_is_a_refusal(monkeypatch):
    monkeypatch.setattr("ingest.formats.safe._START", "import time; time.sleep(60)")
    with pytest.raises(ReadError, match="'a.pdf' 解析超时"):
        in_child(b"", "a.pdf", patience=0.2)
    monkeypatch.setattr("ingest.formats.safe._START", "import os; os.abort()")
    with pytest.raises(ReadError, match="'a.pdf' 解析时出错"):
        in_child(b"", "a.pdf")


def test_a_child_has_its_share_of_memory_only(monkeypatch):
    pytest.importorskip("resource")
    greedy = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.formats.safe import limit_self; limit_self(); bytes(3 << 30)"
    monkeypatch.setattr("ingest.formats.safe._START", greedy)
    with pytest.raises(ReadError, match="出错"):
        in_child(b"", "a.pdf")


def test_a_child_sees_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("GONGKAI_MODEL_KEY", "secret")
    monkeypatch.setattr("ingest.formats.safe._START", "import os, json; print(json.dumps({'names': list(os.environ)}))")
    assert "GONGKAI_MODEL_KEY" not in in_child(b"", "a.pdf")["names"]
