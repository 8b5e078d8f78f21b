#include "flow/document_view.h"

#include <algorithm>

#include "flow/names.h"
#include "flow/sample_facts.h"

namespace courtesy::flow {
namespace {

/// A variable in words that are searched: it is no key and no joiner.
constexpr std::string_view stand_in = " \x01 ";

}  // namespace

std::vector<const TemplateElement*> verbs_of(const TemplateElement& root) {
  std::vector<const TemplateElement*> verbs;
  for (const auto& child : root.children) {
    if (const auto* verb = std::get_if<TemplateElement>(&child)) verbs.push_back(verb);
  }
  return verbs;
}

bool is_rejection(const Situation& situation) {
  const auto verbs = verbs_of(situation.root());
  return situation.inbound && situation.is_opening && situation.state.waits_for == WaitsFor::nothing &&
         verbs.size() == 1 && verbs.front()->name == "Reject";
}

std::string spoken_text(const TemplateElement& element) {
  std::string text;
  if (element.name == "Redirect" || element.name == "Play") return text;
  for (const auto& child : element.children) {
    if (const auto* pieces = std::get_if<Pieces>(&child)) {
      for (const Piece& piece : *pieces) text += piece.variable ? stand_in : std::string_view(piece.text);
    } else {
      text += " " + spoken_text(std::get<TemplateElement>(child)) + " ";
    }
  }
  return text;
}

bool speaks(const TemplateElement& element, std::string_view variable) {
  return std::any_of(element.children.begin(), element.children.end(), [&](const auto& child) {
    if (const auto* nested = std::get_if<TemplateElement>(&child)) return speaks(*nested, variable);
    const auto& pieces = std::get<Pieces>(child);
    return std::any_of(pieces.begin(), pieces.end(),
                       [&](const Piece& piece) { return piece.variable && piece.text == variable; });
  });
}

bool text_before(const TemplateElement& element, std::string_view variable, std::string& text) {
  for (const auto& child : element.children) {
    if (const auto* nested = std::get_if<TemplateElement>(&child)) {
      if (text_before(*nested, variable, text)) return true;
      continue;
    }
    for (const Piece& piece : std::get<Pieces>(child)) {
      if (piece.variable && piece.text == variable) return true;
      text += piece.variable ? stand_in : std::string_view(piece.text);
    }
  }
  return false;
}

void stand_ins(const TemplateElement& element, std::map<std::string, std::string>& spoken,
               std::map<std::string, std::string>& paths) {
  const auto note = [&](const Pieces& pieces) {
    for (const Piece& piece : pieces) {
      if (!piece.variable) continue;
      spoken.emplace(piece.text, "x");
      paths.emplace(piece.text, "https://example.invalid/");
    }
  };
  for (const auto& [name, pieces] : element.attributes) note(pieces);
  for (const auto& child : element.children) {
    if (const auto* pieces = std::get_if<Pieces>(&child)) {
      note(*pieces);
    } else {
      stand_ins(std::get<TemplateElement>(child), spoken, paths);
    }
  }
}

twiml::Element sample_document(const Situation& situation) {
  std::map<std::string, std::string> spoken;
  std::map<std::string, std::string> paths;
  stand_ins(situation.root(), spoken, paths);
  for (auto& [name, value] : spoken) {
    if (!name_behind(fact_prefix, name).empty()) value = "it has been on its way to you since this morning";
    if (!name_behind(field_prefix, name).empty()) value = "1 2 3 4";
  }
  for (const auto& [name, value] : sample_facts(situation.language).spoken) spoken[name] = value;
  auto rendered = situation.document.render(spoken, paths);
  return rendered ? std::move(*rendered) : twiml::Element{};
}

}  // namespace courtesy::flow
