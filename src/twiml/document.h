// TwiML as values: parsed strictly, written correctly.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace courtesy::twiml {

struct Element;
/// Text or an element, in document order.
using Node = std::variant<std::string, Element>;

struct Element {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<Node> children;
  int line = 0;  ///< where it began in the parsed text, from 1; 0 for one made in memory
  int column = 0;

  /// The attribute's value, or `otherwise`.
  std::string_view attribute(std::string_view attribute_name, std::string_view otherwise = {}) const;
  /// All text directly inside, trimmed.
  std::string text() const;
};

/// Parses any XML element (namespaces are not interpreted).
///
/// Errors: `invalid` with `line N, column M: what`. Refused are: a DOCTYPE, more than 64 kB (Twilio 11750), more
/// than 20 levels, anything before the XML declaration (12100), two roots, bad UTF-8.
Result<Element> parse(std::string_view xml);

/// With an XML declaration, without added white space: what is spoken stays as it was.
std::string write(const Element& element);

}  // namespace courtesy::twiml
