#include "twiml/document.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace courtesy::twiml {
namespace {

constexpr std::size_t max_bytes = 64 * 1024;  // Twilio docs, error 11750
constexpr std::size_t max_levels = 20;

constexpr std::string_view white_space = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(white_space);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(white_space) - begin + 1);
}

Error at(XML_Size line, XML_Size column, std::string_view what) {
  return invalid(fmt::format("line {}, column {}: {}", line, column, what));
}

/// One a thread, used again: making one takes longer than reading a small document with it.
XML_Parser fresh_parser() {
  thread_local const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate("UTF-8"),
                                                                                         &XML_ParserFree);
  INVARIANT(parser != nullptr && XML_ParserReset(parser.get(), "UTF-8") == XML_TRUE);
  // Else expat asks the system for chance with each document. Where the parser lies nobody outside knows either.
  XML_SetHashSalt(parser.get(), reinterpret_cast<std::uintptr_t>(parser.get()) * 0x9e3779b97f4a7c15);
  return parser.get();
}

/// Builds the tree while expat reads; `open_` are the elements that have begun and not ended.
class Builder {
 public:
  Builder() : parser_(fresh_parser()) {
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, &Builder::on_start, &Builder::on_end);
    XML_SetCharacterDataHandler(parser_, &Builder::on_text);
    XML_SetStartDoctypeDeclHandler(parser_, &Builder::on_doctype);
  }

  Result<Element> run(std::string_view xml) {
    const auto status = XML_Parse(parser_, xml.data(), static_cast<int>(xml.size()), XML_TRUE);
    if (refused_) return *refused_;
    if (status != XML_STATUS_OK) return here(XML_ErrorString(XML_GetErrorCode(parser_)));
    return std::move(root_);
  }

 private:
  static void on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    static_cast<Builder*>(self)->start(name, attributes);
  }
  static void on_end(void* self, const XML_Char*) { static_cast<Builder*>(self)->end(); }
  static void on_text(void* self, const XML_Char* text, int size) {
    static_cast<Builder*>(self)->text({text, static_cast<std::size_t>(size)});
  }
  static void on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<Builder*>(self)->refuse("a DOCTYPE is not allowed: leave it out");
  }

  void start(const XML_Char* name, const XML_Char** attributes) {
    if (open_.size() == max_levels) return refuse(fmt::format("more than {} levels of elements", max_levels));
    Element element{.name = name,
                    .line = static_cast<int>(XML_GetCurrentLineNumber(parser_)),
                    .column = static_cast<int>(XML_GetCurrentColumnNumber(parser_)) + 1};
    for (; *attributes != nullptr; attributes += 2) element.attributes.emplace_back(attributes[0], attributes[1]);
    open_.push_back(std::move(element));
  }

  void end() {
    if (refused_) return;
    Element element = std::move(open_.back());
    open_.pop_back();
    if (open_.empty()) {
      root_ = std::move(element);
    } else {
      open_.back().children.emplace_back(std::move(element));
    }
  }

  /// expat gives text in pieces (line ends, entities, comments between): they are one.
  void text(std::string_view piece) {
    if (refused_ || open_.empty()) return;
    auto& children = open_.back().children;
    if (children.empty() || !std::holds_alternative<std::string>(children.back())) children.emplace_back(std::string());
    std::get<std::string>(children.back()).append(piece);
  }

  void refuse(std::string_view what) {
    if (!refused_) refused_ = here(what);
    XML_StopParser(parser_, XML_FALSE);
  }

  Error here(std::string_view what) const {
    return at(XML_GetCurrentLineNumber(parser_), XML_GetCurrentColumnNumber(parser_) + 1, what);
  }

  XML_Parser parser_;
  std::vector<Element> open_;
  Element root_;
  std::optional<Error> refused_;
};

/// What a thread has parsed more than once: an application answers many calls with the same words, and a copy takes a
/// twentieth of the instructions. Of a text that came once only its hash is kept.
class Known {
 public:
  /// Null where it has to be parsed.
  const Element* find(std::string_view xml, std::size_t hash) const {
    const Place& place = places_[hash % places_.size()];
    return !place.xml.empty() && place.xml == xml ? &place.root : nullptr;
  }
  void parsed(std::string_view xml, std::size_t hash, const Element& root) {
    Place& place = places_[hash % places_.size()];
    const bool again = std::exchange(place.hash, hash) == hash;
    place.xml = again && xml.size() <= most_bytes ? xml : std::string_view();
    place.root = place.xml.empty() ? Element() : root;
  }

 private:
  static constexpr std::size_t most_bytes = 4 * 1024;
  struct Place {
    std::size_t hash = 0;
    std::string xml;  ///< empty: nothing is kept
    Element root;
  };
  std::array<Place, 64> places_;
};

/// The length in bytes of the character at the front when XML 1.0 allows it, else 0.
std::size_t allowed_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return 0;
  std::uint32_t point = first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
    point = (point << 6) | (byte(i) & 0x3f);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xd800 && point <= 0xdfff;
  const bool refused = surrogate || point == 0xfffe || point == 0xffff || point > 0x10ffff || point < least[size];
  return refused ? 0 : size;
}

enum class Place { text, attribute };

/// Stands for itself wherever it stands.
constexpr std::array<bool, 256> plain_bytes = [] {
  std::array<bool, 256> all{};
  for (char c = ' '; c < 0x7f; ++c) all[static_cast<unsigned char>(c)] = c != '&' && c != '<' && c != '>' && c != '"';
  return all;
}();
bool is_plain(char c) { return plain_bytes[static_cast<unsigned char>(c)]; }

/// A name comes from code or from a document that was parsed, never from data.
bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (is_plain(c) || static_cast<unsigned char>(c) >= 0x80) && c != ' ' && c != '=' && c != '/' && c != '\'';
  });
}

/// What XML cannot hold (control characters, bytes that are not UTF-8) becomes U+FFFD: the document always parses.
/// `size`: of the character at the front, 0 for what is none.
void append_character(std::string& out, std::string_view text, std::size_t size, Place place) {
  const char c = text.front();
  if (size == 0) {
    out += "\xef\xbf\xbd";
  } else if (c == '&') {
    out += "&amp;";
  } else if (c == '<') {
    out += "&lt;";
  } else if (c == '>') {
    out += "&gt;";  // for "]]>", which text may not hold
  } else if (c == '"' && place == Place::attribute) {
    out += "&quot;";
  } else if (c == '\r' || (place == Place::attribute && (c == '\n' || c == '\t'))) {
    out += fmt::format("&#{};", static_cast<int>(c));  // a parser would turn them into others
  } else {
    out += text.substr(0, size);
  }
}

void append_escaped(std::string& out, std::string_view text, Place place) {
  while (true) {
    const auto plain = std::find_if_not(text.begin(), text.end(), is_plain) - text.begin();
    out += text.substr(0, static_cast<std::size_t>(plain));
    text.remove_prefix(static_cast<std::size_t>(plain));
    if (text.empty()) return;
    const std::size_t size = allowed_character(text);
    append_character(out, text, size, place);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
}

void append(std::string& out, const Element& element) {
  INVARIANT(is_name(element.name));
  out += '<';
  out += element.name;
  for (const auto& [name, value] : element.attributes) {
    INVARIANT(is_name(name));
    out += ' ';
    out += name;
    out += "=\"";
    append_escaped(out, value, Place::attribute);
    out += '"';
  }
  if (element.children.empty()) {
    out += "/>";
    return;
  }
  out += '>';
  for (const Node& child : element.children) {
    if (const auto* text = std::get_if<std::string>(&child)) {
      append_escaped(out, *text, Place::text);
    } else {
      append(out, std::get<Element>(child));
    }
  }
  out += "</";
  out += element.name;
  out += '>';
}

}  // namespace

std::string_view Element::attribute(std::string_view attribute_name, std::string_view otherwise) const {
  for (const auto& [key, value] : attributes) {
    if (key == attribute_name) return value;
  }
  return otherwise;
}

std::string Element::text() const {
  std::string all;
  for (const Node& child : children) {
    if (const auto* piece = std::get_if<std::string>(&child)) all += *piece;
  }
  return std::string(trimmed(all));
}

Result<Element> parse(std::string_view xml) {
  if (xml.size() > max_bytes) {
    return at(1, 1, fmt::format("{} bytes: a document may have {} (Twilio error 11750)", xml.size(), max_bytes));
  }
  const auto declaration = xml.find_first_not_of(white_space);
  if (declaration != 0 && declaration != std::string_view::npos && xml.substr(declaration, 5) == "<?xml") {
    return at(1, 1, "white space before the XML declaration: begin with \"<?xml\" (Twilio error 12100)");
  }
  thread_local Known known;
  const std::size_t hash = std::hash<std::string_view>()(xml);
  if (const Element* root = known.find(xml, hash)) return *root;
  auto root = Builder().run(xml);
  if (root) known.parsed(xml, hash, *root);
  return root;
}

std::string write(const Element& element) {
  std::string out = R"(<?xml version="1.0" encoding="UTF-8"?>)";
  append(out, element);
  return out;
}

}  // namespace courtesy::twiml
