#include <doctest/doctest.h>

#include "base/property.h"
#include "twiml/document.h"

using namespace courtesy::twiml;

namespace {

/// Text that is mostly what XML finds hard.
std::string hard_text() {
  return *rc::gen::container<std::string>(rc::gen::oneOf(
      rc::gen::element('<', '>', '&', '"', '\'', ']', ' ', '\n', '\t', '\r', '{', 'a'), rc::gen::arbitrary<char>()));
}

bool fits_xml(const std::string& text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (byte < 0x20 && c != '\n' && c != '\t' && c != '\r')) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("whatever text is written can be parsed, and what XML can hold comes back as it was") {
  CHECK(courtesy::holds("whatever text is written can be parsed, and what XML can hold comes back as it was", 500, [] {
    const std::string text = hard_text();
    const std::string value = hard_text();
    const auto again = parse(write(Element{.name = "Say", .attributes = {{"voice", value}}, .children = {text}}));
    RC_ASSERT(again.ok());
    RC_ASSERT(again->attributes.size() == 1U);
    RC_ASSERT(again->children.size() <= 1U);
    if (fits_xml(text)) RC_ASSERT((again->children.empty() ? "" : std::get<std::string>(again->children[0])) == text);
    if (fits_xml(value)) RC_ASSERT(std::string(again->attribute("voice")) == value);
  }));
}

TEST_CASE("whatever bytes come, parsing ends with a document or an error that has a place") {
  CHECK(courtesy::holds("whatever bytes come, parsing ends with a document or an error that has a place", 500, [] {
    const std::string xml = "<Response>" + hard_text() + "</Response>";
    const auto parsed = parse(xml);
    if (!parsed) RC_ASSERT(parsed.error().message.starts_with("line "));
  }));
}
