#include "flow/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "flow/faults.h"
#include "flow/names.h"
#include "flow/voice_words.h"

namespace courtesy::flow {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string one_spaced(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c)) {
      out += c;
    } else if (out.empty() || out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

std::string_view without_spaces_around(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

class Builder {
 public:
  Builder(const std::string& file, std::vector<Finding>& findings) : file_(file), findings_(findings) {}

  TemplateElement build(const twiml::Element& element, bool spoken) {
    TemplateElement built{.name = element.name, .place = {element.line, element.column}};
    const bool speaks = spoken || element.name == "Say";
    for (const auto& [name, value] : element.attributes) {
      built.attributes.emplace_back(name, divide(value, file_, built.place, findings_));
      attribute_names(element, name, built.attributes.back().second);
    }
    for (std::size_t i = 0; i < element.children.size(); ++i) {
      if (const auto* nested = std::get_if<twiml::Element>(&element.children[i])) {
        built.children.emplace_back(build(*nested, speaks));
      } else {
        text(element, i, built, speaks);
      }
    }
    return built;
  }

 private:
  void add(std::string_view code, Place place, std::string message) {
    findings_.push_back(fault(code, file_, place, std::move(message)));
  }

  void text(const twiml::Element& element, std::size_t index, TemplateElement& built, bool speaks) {
    std::string spaced = one_spaced(std::get<std::string>(element.children[index]));
    if (index == 0 && spaced.starts_with(' ')) spaced.erase(0, 1);
    if (index + 1 == element.children.size() && spaced.ends_with(' ')) spaced.pop_back();
    if (spaced.empty() || (spaced == " " && !speaks)) return;
    Pieces pieces = divide(spaced, file_, built.place, findings_);
    single_braces(spaced, file_, built.place, findings_);
    text_names(element, pieces, speaks);
    built.children.emplace_back(std::move(pieces));
  }

  void attribute_names(const twiml::Element& element, const std::string& attribute, const Pieces& pieces) {
    const Place place{element.line, element.column};
    for (const Piece& piece : pieces) {
      if (!piece.variable) continue;
      if (!is_one_of(path_names, piece.text)) {
        add("name-misplaced", place,
            fmt::format("{{{{{}}}}} in the attribute {}: an attribute may hold {} only", piece.text, attribute,
                        comma_list(path_names)));
      } else if (attribute != "action" || pieces.size() != 1) {
        misplaced_path(place, piece.text);
      }
    }
  }

  void misplaced_path(Place place, const std::string& name) {
    add("name-misplaced", place,
        fmt::format("{{{{{}}}}} must be the whole of an action attribute or a Redirect", name));
  }

  void text_names(const twiml::Element& element, const Pieces& pieces, bool speaks) {
    const Place place{element.line, element.column};
    for (const Piece& piece : pieces) {
      if (!piece.variable) continue;
      if (is_one_of(path_names, piece.text)) {
        if (element.name != "Redirect" || pieces.size() != 1) misplaced_path(place, piece.text);
      } else if (piece.text == recording_name || piece.text == business_phone) {
        const std::string_view verb = piece.text == recording_name ? "Play" : "Dial";
        if (element.name != verb || pieces.size() != 1) {
          add("name-misplaced", place, fmt::format("{{{{{}}}}} must be the whole of a <{}>", piece.text, verb));
        }
      } else if (!is_spoken(piece.text)) {
        add("name-unknown", place,
            fmt::format("nothing is called {{{{{}}}}}: there are {}, field.NAME and fact.NAME; and for a Redirect {}",
                        piece.text, comma_list(spoken_names), comma_list(path_names)));
      } else if (!speaks) {
        add("name-misplaced", place, fmt::format("{{{{{}}}}} can only be spoken: put it into a <Say>", piece.text));
      }
    }
  }

  static bool is_spoken(std::string_view name) {
    return is_one_of(spoken_names, name) || !name_behind(field_prefix, name).empty() ||
           !name_behind(fact_prefix, name).empty();
  }

  const std::string& file_;
  std::vector<Finding>& findings_;
};

/// The values that a document is filled with.
struct Values {
  const std::map<std::string, std::string>& spoken;
  const std::map<std::string, std::string>& paths;
  const std::map<std::string, std::string>& prompts;
  std::string state;
  /// Every slot of the document has a recording: a robot in the middle would be the only one.
  bool all_recorded = false;
};

bool all_recorded(const TemplateElement& element, const Values& values) {
  if (const std::string slot = literal(element, slot_attribute); !slot.empty())
    return values.prompts.contains(values.state + "/" + slot);
  return std::all_of(element.children.begin(), element.children.end(), [&](const auto& child) {
    const auto* nested = std::get_if<TemplateElement>(&child);
    return nested == nullptr || all_recorded(*nested, values);
  });
}

bool is_addressed(std::string_view verb) { return verb == "Redirect" || verb == "Play" || verb == "Dial"; }

Result<std::string> fill(const Pieces& pieces, const std::map<std::string, std::string>& values) {
  std::string text;
  for (const Piece& piece : pieces) {
    if (!piece.variable) {
      text += piece.text;
      continue;
    }
    const auto found = values.find(piece.text);
    if (found == values.end() || found->second.empty()) {
      return invalid(fmt::format("the fact \"{}\" is missing", piece.text));
    }
    text += found->second;
  }
  return text;
}

/// A recording in the place of a slot's words; it is heard as often as they are said.
twiml::Element played_instead(const TemplateElement& say, const std::string& url) {
  twiml::Element play{.name = "Play", .children = {url}, .line = say.place.line, .column = say.place.column};
  if (const std::string loop = literal(say, "loop"); !loop.empty()) play.attributes.emplace_back("loop", loop);
  return play;
}

/// What is divided only so that a part of it can be recorded is one sentence in one breath where none is.
bool join(const TemplateElement& before, const TemplateElement& after, twiml::Element& parent,
          const twiml::Element& spoken_after) {
  if (before.attribute(slot_attribute) == nullptr && after.attribute(slot_attribute) == nullptr) return false;
  auto* spoken = parent.children.empty() ? nullptr : std::get_if<twiml::Element>(&parent.children.back());
  if (spoken == nullptr || spoken->name != "Say" || spoken_after.name != "Say") return false;
  if (spoken->attributes != spoken_after.attributes) return false;
  spoken->children.emplace_back(std::string(" "));
  spoken->children.insert(spoken->children.end(), spoken_after.children.begin(), spoken_after.children.end());
  return true;
}

/// What differs from call to call, put together from recorded words: one <Play> each. Nothing where a word has none.
std::vector<twiml::Element> spliced(const TemplateElement& template_say, const twiml::Element& say,
                                    const Values& values) {
  const bool varies = template_say.attribute(slot_attribute) == nullptr && template_say.attribute("loop") == nullptr;
  if (!values.all_recorded || say.name != "Say" || !varies || say.children.size() != 1) return {};
  const auto* text = std::get_if<std::string>(&say.children.front());
  std::vector<twiml::Element> plays;
  for (const VoiceWord& word : voice_words_in(text == nullptr ? std::string_view{} : *text)) {
    const auto recorded = values.prompts.find(voice_key(word.slot));
    if (recorded == values.prompts.end()) return {};
    plays.push_back({.name = "Play", .children = {recorded->second}, .line = say.line, .column = say.column});
  }
  return plays;
}

Result<twiml::Element> fill(const TemplateElement& element, const Values& values) {
  if (const std::string slot = literal(element, slot_attribute); !slot.empty()) {
    const auto recorded = values.prompts.find(values.state + "/" + slot);
    if (recorded != values.prompts.end()) return played_instead(element, recorded->second);
  }
  twiml::Element filled{.name = element.name, .line = element.place.line, .column = element.place.column};
  for (const auto& [name, pieces] : element.attributes) {
    if (name != slot_attribute) filled.attributes.emplace_back(name, TRY(fill(pieces, values.paths)));
  }
  const TemplateElement* before = nullptr;
  for (const auto& child : element.children) {
    if (const auto* pieces = std::get_if<Pieces>(&child)) {
      filled.children.emplace_back(TRY(fill(*pieces, is_addressed(element.name) ? values.paths : values.spoken)));
      continue;
    }
    const auto& nested = std::get<TemplateElement>(child);
    twiml::Element next = TRY(fill(nested, values));
    auto plays = spliced(nested, next, values);
    if (!plays.empty()) {
      std::move(plays.begin(), plays.end(), std::back_inserter(filled.children));
      before = nullptr;
      continue;
    }
    if (before == nullptr || !join(*before, nested, filled, next)) filled.children.emplace_back(std::move(next));
    before = &nested;
  }
  return filled;
}

/// `line N, column M: what` into a place and the rest.
Finding from_parse_error(const std::string& file, const std::string& message) {
  Finding finding = fault("xml-syntax", file, {}, message);
  int line = 0;
  int column = 0;
  int used = 0;
  if (std::sscanf(message.c_str(), "line %d, column %d: %n", &line, &column, &used) == 2 && used > 0) {
    finding.place = {line, column};
    finding.message = message.substr(static_cast<std::size_t>(used));
  }
  return finding;
}

}  // namespace

void single_braces(std::string_view text, std::string_view file, Place place, std::vector<Finding>& findings) {
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const auto close = text.find_first_of("{}", open + 1);
    if (close == std::string_view::npos) return;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const bool doubled =
        text[close] == '{' || (open > 0 && text[open - 1] == '{') || text.substr(close).starts_with("}}");
    const std::string_view field = name_behind(field_prefix, name);
    if (doubled || !(is_name(name) || !field.empty() || !name_behind(fact_prefix, name).empty())) continue;
    Finding found = fault("name-misplaced", std::string(file), place,
                          fmt::format("{{{}}} stands for nothing: a name has two braces, {{{{{}}}}}", name, name));
    found.why = "the name itself would be read out or written";
    findings.push_back(std::move(found));
  }
}

Pieces divide(std::string_view text, std::string_view file, Place place, std::vector<Finding>& findings) {
  Pieces pieces;
  const auto literal = [&](std::string_view part) {
    if (!part.empty()) pieces.push_back({false, std::string(part)});
  };
  while (true) {
    const auto open = text.find("{{");
    literal(text.substr(0, open));
    if (open == std::string_view::npos) return pieces;
    const auto close = text.find("}}", open);
    const std::string_view name = close == std::string_view::npos
                                      ? std::string_view{}
                                      : without_spaces_around(text.substr(open + 2, close - open - 2));
    if (name.empty()) {
      findings.push_back(
          fault("name-unknown", std::string(file), place, "a {{ without a name and }} after it: write {{business}}"));
      return pieces;
    }
    pieces.push_back({true, std::string(name)});
    text.remove_prefix(close + 2);
  }
}

const Pieces* TemplateElement::attribute(std::string_view attribute_name) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const auto& attribute) { return attribute.first == attribute_name; });
  return found == attributes.end() ? nullptr : &found->second;
}

Template Template::parse(std::string file, std::string_view xml, std::vector<Finding>& findings) {
  Template made;
  made.file_ = std::move(file);
  const auto parsed = twiml::parse(xml);
  if (!parsed) {
    findings.push_back(from_parse_error(made.file_, parsed.error().message));
  } else {
    made.root_ = Builder(made.file_, findings).build(*parsed, false);
  }
  return made;
}

Result<twiml::Element> Template::render(const std::map<std::string, std::string>& spoken,
                                        const std::map<std::string, std::string>& paths,
                                        const std::map<std::string, std::string>& prompts) const {
  Values values{spoken, paths, prompts, file_.substr(0, file_.find('.'))};
  values.all_recorded = !prompts.empty() && all_recorded(root_, values);
  auto filled = fill(root_, values);
  if (!filled) return invalid(fmt::format("{}: {}", file_, filled.error().message));
  return filled;
}

std::string literal(const TemplateElement& element, std::string_view attribute_name) {
  const Pieces* pieces = element.attribute(attribute_name);
  return pieces == nullptr || pieces->size() != 1 || pieces->front().variable ? "" : pieces->front().text;
}

bool is_variable(const Pieces& pieces, std::string_view name) {
  return pieces.size() == 1 && pieces.front().variable && pieces.front().text == name;
}

}  // namespace courtesy::flow
