#include "twiml/document.h"

#include <doctest/doctest.h>

#include <string>

using namespace courtesy::twiml;

namespace {

std::string refusal(std::string_view xml) {
  const auto parsed = parse(xml);
  return parsed ? "" : parsed.error().message;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

Element say(std::string text) { return {.name = "Say", .children = {std::move(text)}}; }

}  // namespace

TEST_CASE("a document becomes elements, attributes and text in their order, each with its place") {
  const auto parsed = parse(
      "<?xml version=\"1.0\"?>\n<Response>\n  <Gather numDigits=\"1\" action='/a?b=1&amp;c=2'>\n"
      "<Say>Tom &amp; Ann<break/>bye</Say></Gather>\n</Response>");
  REQUIRE(parsed.ok());
  CHECK(parsed->name == "Response");
  CHECK(parsed->line == 2);
  CHECK(parsed->column == 1);
  const auto& gather = std::get<Element>(parsed->children.at(1));
  CHECK(gather.line == 3);
  CHECK(gather.column == 3);
  CHECK(gather.attribute("action") == "/a?b=1&c=2");
  CHECK(gather.attribute("timeout", "5") == "5");
  const auto& spoken = std::get<Element>(gather.children.at(1));
  REQUIRE(spoken.children.size() == 3);
  CHECK(std::get<std::string>(spoken.children[0]) == "Tom & Ann");
  CHECK(spoken.text() == "Tom & Annbye");
}

TEST_CASE("comments, CDATA and entities leave one text") {
  const auto parsed = parse("<Say> a&lt;<!-- b --><![CDATA[<c>]]>&#100; </Say>");
  REQUIRE(parsed.ok());
  REQUIRE(parsed->children.size() == 1);
  CHECK(parsed->text() == "a<<c>d");
}

TEST_CASE("a text is parsed to the same document however often it comes, whatever became of the others") {
  const std::string xml = "<Response>\n <Say voice=\"a\">one</Say></Response>";
  const std::string first = write(parse(xml).value());
  for (int i = 0; i < 5; ++i) {
    Element again = parse(xml).value();
    CHECK(write(again) == first);
    CHECK(std::get<Element>(again.children.at(1)).line == 2);
    CHECK(std::get<Element>(again.children.at(1)).column == 2);
    again.children.clear();
    again.name = "Other";
  }
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 300; ++i) {
      const std::string text = "<Response><Say>" + std::to_string(i) + "</Say></Response>";
      CHECK(std::get<Element>(parse(text).value().children.at(0)).text() == std::to_string(i));
    }
  }
  for (int i = 0; i < 3; ++i) CHECK(contains(refusal("<Response><Say></Response>"), "line 1"));
  for (int i = 0; i < 3; ++i) {
    CHECK(parse("<Response><Say>" + std::string(5'000, 'a') + "</Say></Response>").value().text().empty());
  }
}

TEST_CASE("what is not one well-formed document is refused with line and column") {
  CHECK(contains(refusal("<Response>\n <Say>a & b</Say></Response>"), "line 2, column"));
  CHECK(contains(refusal("<Response><Say></Response>"), "line 1, column"));
  CHECK(!refusal("").empty());
  CHECK(!refusal("hello").empty());
  CHECK(!refusal("<a/><b/>").empty());
  CHECK(!refusal("<a b='1' b='2'/>").empty());
  CHECK(!refusal("<a>&nbsp;</a>").empty());
  CHECK(!refusal("<a>\xff</a>").empty());
  CHECK(!refusal("<a>\xc0\xaf</a>").empty());
  CHECK(!refusal(std::string_view("<a>\0</a>", 8)).empty());
}

TEST_CASE("nothing, not even white space, may stand before the XML declaration") {
  CHECK(contains(refusal("\n<?xml version=\"1.0\"?><Response/>"), "12100"));
  CHECK(parse("<?xml version=\"1.0\"?><Response/>").ok());
  CHECK(parse("\n<Response/>\n").ok());
}

TEST_CASE("a DOCTYPE is refused before anything in it counts") {
  CHECK(contains(refusal("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"), "DOCTYPE"));
  CHECK(contains(refusal("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), "DOCTYPE"));
}

TEST_CASE("20 levels are parsed, 21 are refused") {
  const auto nested = [](int levels) {
    std::string xml;
    for (int i = 0; i < levels; ++i) xml += "<a>";
    for (int i = 0; i < levels; ++i) xml += "</a>";
    return xml;
  };
  CHECK(parse(nested(20)).ok());
  CHECK(contains(refusal(nested(21)), "20 levels"));
}

TEST_CASE("64 kB are parsed, one byte more is refused") {
  const auto sized = [](std::size_t bytes) { return "<a>" + std::string(bytes - 7, 'x') + "</a>"; };
  CHECK(parse(sized(64 * 1024)).ok());
  CHECK(contains(refusal(sized(64 * 1024 + 1)), "11750"));
}

TEST_CASE("what is written has no white space of its own and every character of its text") {
  const Element response{
      .name = "Response",
      .children = {Element{.name = "Redirect", .attributes = {{"method", "POST"}}, .children = {"/a?b=1&c=2"}},
                   Element{.name = "Hangup"}}};
  CHECK(write(response) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Redirect method=\"POST\">/a?b=1&amp;c=2</Redirect>"
        "<Hangup/></Response>");
}

TEST_CASE("data cannot leave its text or attribute") {
  for (const std::string hostile :
       {"</Say><Hangup/>", "\" action=\"x", "]]>", "<!-- ", "&#0;", "a\r\n\tb", "'", "é ☎ 𝄞"}) {
    CAPTURE(hostile);
    Element element = say(hostile);
    element.attributes.emplace_back("voice", hostile);
    const auto again = parse(write(element));
    REQUIRE(again.ok());
    CHECK(std::get<std::string>(again->children.at(0)) == hostile);
    CHECK(again->attribute("voice") == hostile);
    CHECK(again->children.size() == 1);
    CHECK(again->attributes.size() == 1);
  }
}

TEST_CASE("bytes that XML cannot hold are replaced, so that every written document can be parsed") {
  for (const std::string& bad : {std::string("a\0b", 3), std::string("a\x1b"), std::string("a\xff"),
                                 std::string("\xc3"), std::string("\xed\xa0\x80"), std::string("\xef\xbf\xbf"),
                                 std::string("\xf4\x90\x80\x80"), std::string("\xe0\x80\xaf")}) {
    const auto again = parse(write(say(bad)));
    REQUIRE(again.ok());
    CHECK(contains(again->text(), "\xef\xbf\xbd"));
  }
}
