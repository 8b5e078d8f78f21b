#include "flow/document_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "flow/key_words.h"
#include "flow/names.h"
#include "twiml/grammar.h"

namespace courtesy::flow {
namespace {

constexpr std::array<std::string_view, 6> usable_verbs{"Gather", "Hangup", "Pause", "Play", "Redirect", "Say"};

/// A variable in words that are searched: it is no key and no joiner.
constexpr std::string_view stand_in = " \x01 ";

/// All that is spoken inside, in order; a variable is a stand-in.
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

/// The spoken text before the first time that the variable is spoken; all of it, when it never is.
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

std::string key_list(const std::set<char>& keys) {
  std::string text;
  for (const char key : keys)
    (text += text.empty() ? "" : ", ") += key == any_key ? std::string("any") : std::string(1, key);
  return text.empty() ? "none" : text;
}

/// One template against its state.
class DocumentCheck {
 public:
  struct Situation {
    const State& state;
    const Template& document;
    std::string_view language;
    bool is_start;
    bool machine;        ///< a machine may hear it, after the opening question
    bool machine_entry;  ///< and it is the first that it hears
    bool for_operator;   ///< the operator's own call: whoever runs the house cannot ask it for no more calls
  };

  DocumentCheck(const Situation& situation, std::vector<Finding>& findings)
      : now_(situation), state_(situation.state), root_(situation.document.root()), findings_(findings) {}

  void run() {
    if (!grammar()) return;
    verbs();
    shape();
    languages(root_);
    keys();
    if (now_.is_start) opening();
    if (now_.machine) for_a_machine();
  }

 private:
  void add(const TemplateElement& where, std::string message) {
    findings_.push_back({now_.document.file(), where.place, std::move(message)});
  }

  /// Checked as it will be sent, with something in every variable's place. True when it is a Response at all.
  bool grammar() {
    std::map<std::string, std::string> spoken;
    std::map<std::string, std::string> paths;
    for (const std::string_view name : spoken_names) spoken.emplace(name, "x");
    for (const std::string_view name : path_names) paths.emplace(name, "https://example.invalid/");
    const auto rendered = now_.document.render(spoken, paths);
    if (!rendered) return false;  // an unknown name, which is reported by its place
    for (const twiml::Finding& found : twiml::check(*rendered)) {
      const std::string code = found.code == 0 ? "" : fmt::format(" (Twilio {})", found.code);
      findings_.push_back({now_.document.file(), {found.line, found.column}, found.message + code});
    }
    return rendered->name == "Response";
  }

  std::vector<const TemplateElement*> top() const {
    std::vector<const TemplateElement*> elements;
    for (const auto& child : root_.children) {
      if (const auto* element = std::get_if<TemplateElement>(&child)) elements.push_back(element);
    }
    return elements;
  }

  void verbs() {
    for (const TemplateElement* verb : top()) {
      if (!is_one_of(usable_verbs, verb->name)) {
        add(*verb, fmt::format("<{}> cannot be used in a flow: there are {}", verb->name, comma_list(usable_verbs)));
      }
    }
  }

  bool takes_keys() const { return !state_.keys.empty() || state_.otherwise; }

  void shape() {
    const auto verbs = top();
    gathers(verbs);
    switch (state_.waits_for) {
      case WaitsFor::key: return leads_to(verbs, "silence");
      case WaitsFor::played: return leads_to(verbs, "played");
      case WaitsFor::nothing:
        if (verbs.empty() || verbs.back()->name != "Hangup") {
          add(root_, fmt::format("{} waits for nothing: its last verb must be <Hangup/>", state_.name));
        }
    }
  }

  void gathers(const std::vector<const TemplateElement*>& verbs) {
    int count = 0;
    for (const TemplateElement* verb : verbs) {
      if (verb->name == "Gather") {
        ++count;
        gather(*verb);
      } else if (takes_keys() && (verb->name == "Say" || verb->name == "Play" || verb->name == "Pause")) {
        add(*verb, fmt::format("a key pressed during this <{}> is lost: put it into the <Gather>", verb->name));
      }
    }
    if (takes_keys() && count != 1) {
      add(root_,
          fmt::format("{} handles keys: it needs one <Gather action=\"{{{{keys}}}}\" numDigits=\"1\">", state_.name));
    }
    if (!takes_keys() && count != 0) add(root_, fmt::format("{} handles no key: take the <Gather> out", state_.name));
  }

  void gather(const TemplateElement& gather) {
    const Pieces* action = gather.attribute("action");
    if (action != nullptr && !is_variable(*action, "keys")) add(gather, "the action of a <Gather> must be {{keys}}");
    if (literal(gather, "numDigits") != "1") {
      add(gather, "a state takes one key: write numDigits=\"1\", else each waits for the next until time runs out");
    }
    const bool finishes_on = gather.attribute("finishOnKey") != nullptr;
    const std::string finish = finishes_on ? literal(gather, "finishOnKey") : "#";
    if (!finish.empty() && state_.keys.contains(finish.front())) {
      add(gather, fmt::format("{} ends the <Gather> and is never delivered as a key: write finishOnKey=\"\"", finish));
    }
  }

  static std::string literal(const TemplateElement& element, std::string_view attribute) {
    const Pieces* pieces = element.attribute(attribute);
    return pieces == nullptr || pieces->size() != 1 || pieces->front().variable ? "" : pieces->front().text;
  }

  void leads_to(const std::vector<const TemplateElement*>& verbs, std::string_view path) {
    const bool redirects = !verbs.empty() && verbs.back()->name == "Redirect" && verbs.back()->children.size() == 1 &&
                           std::holds_alternative<Pieces>(verbs.back()->children.front()) &&
                           is_variable(std::get<Pieces>(verbs.back()->children.front()), path);
    if (!redirects) {
      add(root_, fmt::format("{}: the last verb must be <Redirect>{{{{{}}}}}</Redirect>, where the call goes on {}",
                             state_.name, path, path == "silence" ? "without a key" : "after the prompt"));
    }
  }

  /// A file without a suffix may leave its language to the account's default; a translated one may not.
  void languages(const TemplateElement& element) {
    if (element.name == "Say") {
      const std::string language = literal(element, "language");
      const bool is_default = now_.document.file() == state_.name + ".xml";
      if (language.empty() ? !is_default : !language.starts_with(now_.language)) {
        add(element, fmt::format("this file speaks \"{}\": write for example <Say language=\"{}\">", now_.language,
                                 now_.language == "es"   ? "es-MX"
                                 : now_.language == "en" ? "en-US"
                                                         : now_.language));
      }
    }
    for (const auto& child : element.children) {
      if (const auto* nested = std::get_if<TemplateElement>(&child)) languages(*nested);
    }
  }

  void keys() {
    const KeyWords offered = key_words(spoken_text(root_));
    for (const char key : offered.keys) {
      const bool handled = key == any_key ? state_.otherwise.has_value() : state_.keys.contains(key);
      if (!handled && !now_.machine) {
        add(root_, fmt::format("offers the key {} in words, and {} does not handle it: it handles {}",
                               key == any_key ? "\"any\"" : std::string(1, key), state_.name, handled_keys()));
      }
    }
    if (state_.waits_for != WaitsFor::key || offered.keys.contains(any_key)) return;
    for (const auto& [key, transition] : state_.keys) {
      if (!offered.keys.contains(key)) {
        add(root_, fmt::format("{} handles the key {} and the words never offer it: they offer {}", state_.name, key,
                               key_list(offered.keys)));
      }
    }
  }

  std::string handled_keys() const {
    std::set<char> keys;
    for (const auto& [key, transition] : state_.keys) keys.insert(key);
    return key_list(keys);
  }

  /// 47 CFR 64.1200(b): who is calling comes first, and a way to be called no more right behind it.
  void opening() {
    std::string before;
    const bool named = text_before(root_, "business", before);
    if (!named || key_words(before).instructs) {
      add(root_, "the call must begin with who is calling: speak {{business}} before any key is offered");
    }
    if (state_.waits_for != WaitsFor::key) return;
    const bool opt_out = std::any_of(state_.keys.begin(), state_.keys.end(), [](const auto& entry) {
      const auto& actions = entry.second.actions;
      return std::count(actions.begin(), actions.end(), Action::opt_out) != 0;
    });
    if (!opt_out && !now_.for_operator)
      add(root_, "the opening must offer a key that ends all calls: one with do = [\"opt_out\"]");
  }

  void for_a_machine() {
    if (key_words(spoken_text(root_)).instructs) {
      add(root_,
          fmt::format("a machine may hear {} and is asked for a key: take the words out, or reach it by a key only",
                      state_.name));
    }
    if (speaks(root_, "client_first_name")) {
      add(root_, "a machine may hear this, and others may hear the machine: leave {{client_first_name}} out");
    }
    if (now_.machine_entry && !speaks(root_, "callback_number")) {
      add(root_, "what a machine is given must name a number to ring: speak {{callback_number}}");
    }
  }

  Situation now_;
  const State& state_;
  const TemplateElement& root_;
  std::vector<Finding>& findings_;
};

std::string file_name(const Definition& definition, const std::string& state, const std::string& language) {
  return language == definition.languages.front() ? state + ".xml" : state + "." + language + ".xml";
}

/// States that a machine hears first: the opening question's own ways on without a key, and the marked ones.
bool is_machine_entry(const Definition& definition, const State& state) {
  const State* start = definition.find(definition.start);
  if (state.machine || start == nullptr) return state.machine;
  return (start->silence && start->silence->go == state.name) || (start->played && start->played->go == state.name);
}

/// Only the operator's page takes an acknowledgement.
bool acknowledges(const Definition& definition) {
  return std::any_of(definition.states.begin(), definition.states.end(), [](const State& state) {
    return std::any_of(state.keys.begin(), state.keys.end(), [](const auto& entry) {
      const auto& actions = entry.second.actions;
      return std::count(actions.begin(), actions.end(), Action::acknowledge) != 0;
    });
  });
}

}  // namespace

void check_documents(const Parts& parts, std::vector<Finding>& findings) {
  const Definition& definition = parts.definition;
  const auto machine = machine_states(definition);
  for (const State& state : definition.states) {
    for (const std::string& language : definition.languages) {
      const auto found = parts.templates.find({state.name, language});
      if (found == parts.templates.end()) {
        findings.push_back(
            {file_name(definition, state.name, language), {}, "missing: it is what " + state.name + " says"});
        continue;
      }
      if (found->second.root().name.empty()) continue;  // not XML: reported where it was parsed
      const DocumentCheck::Situation situation{
          .state = state,
          .document = found->second,
          .language = language,
          .is_start = state.name == definition.start,
          .machine = std::binary_search(machine.begin(), machine.end(), state.name),
          .machine_entry = is_machine_entry(definition, state),
          .for_operator = acknowledges(definition)};
      DocumentCheck(situation, findings).run();
    }
  }
  for (const auto& [key, document] : parts.templates) {
    if (definition.find(key.first) == nullptr) {
      findings.push_back(
          {document.file(), {}, fmt::format("belongs to no state: flow.toml has no [states.{}]", key.first)});
    }
  }
}

}  // namespace courtesy::flow
