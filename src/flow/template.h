// STATE.xml: TwiML with {{names}} in it, parsed once, escaped by construction.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "flow/finding.h"
#include "twiml/document.h"

namespace courtesy::flow {

/// Text as pieces: literal, or the name of a variable.
struct Piece {
  bool variable;
  std::string text;
};
using Pieces = std::vector<Piece>;

/// Divides at `{{name}}`. What is wrong (an open `{{`, an empty name) is added to `findings`.
Pieces divide(std::string_view text, std::string_view file, Place place, std::vector<Finding>& findings);

/// Adds a finding for each `{when}`: a name in single braces is spoken, or written, as it stands.
void single_braces(std::string_view text, std::string_view file, Place place, std::vector<Finding>& findings);

struct TemplateElement {
  std::string name;
  Place place;
  std::vector<std::pair<std::string, Pieces>> attributes;
  std::vector<std::variant<Pieces, TemplateElement>> children;

  /// The pieces of an attribute; none when it is not there.
  const Pieces* attribute(std::string_view attribute_name) const;
};

/// A TwiML document to be filled in. Variables are values of its tree and never text that is parsed again, so no value
/// can become an element or an attribute. White space in it is layout: runs become one space, none at the ends.
class Template {
 public:
  /// What is wrong is added to `findings`: not XML, an unknown name, a spoken name in an attribute, a path in a text.
  static Template parse(std::string file, std::string_view xml, std::vector<Finding>& findings);

  const std::string& file() const { return file_; }
  const TemplateElement& root() const { return root_; }

  /// `prompts`: by slot (`opening/hello`) the URL of a recording, which is then played instead of the slot's words.
  /// Errors: `invalid` when a value is missing, naming it.
  Result<twiml::Element> render(const std::map<std::string, std::string>& spoken,
                                const std::map<std::string, std::string>& paths,
                                const std::map<std::string, std::string>& prompts = {}) const;

 private:
  std::string file_;
  TemplateElement root_;
};

/// The attribute of a <Say> that names its slot: `<Say slot="hello">`. It is ours, and never sent.
inline constexpr std::string_view slot_attribute = "slot";

/// The attribute's text, when it is there and holds no variable.
std::string literal(const TemplateElement& element, std::string_view attribute_name);

/// Is it exactly one variable of that name?
bool is_variable(const Pieces& pieces, std::string_view name);

}  // namespace courtesy::flow
