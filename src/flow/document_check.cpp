#include "flow/document_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "flow/faults.h"
#include "flow/key_words.h"
#include "flow/names.h"
#include "flow/sample_facts.h"
#include "flow/walker.h"
#include "twiml/grammar.h"
#include "twiml/speech.h"

namespace courtesy::flow {
namespace {

constexpr std::array<std::string_view, 6> usable_verbs{"Gather", "Hangup", "Pause", "Play", "Redirect", "Say"};
/// Longer than these nobody listens; the machine's message is whole on most machines between these (VOICE: 8 to 12 s
/// are best, more costs seconds, less needs more copies).
constexpr milliseconds longest_question = std::chrono::seconds(30);
constexpr milliseconds longest_prompt = std::chrono::seconds(60);
constexpr milliseconds shortest_machine_message = std::chrono::seconds(8);
constexpr milliseconds longest_machine_message = std::chrono::seconds(20);
/// 47 CFR 64.1200(b)(3), between the name and the offer.
constexpr milliseconds latest_opt_out = std::chrono::seconds(2);

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

/// How an action sounds, in small letters; stems, so that "cancelada" is one.
struct Meaning {
  Action action;
  std::string_view words;
};
constexpr Meaning meanings_of_actions[] = {
    {Action::confirm, "confirm"},
    {Action::cancel, "cancel"},
    {Action::opt_out, "no more calls"},
    {Action::opt_out, "no recib"},
    {Action::request_call_back, "call you back"},
    {Action::request_call_back, "called back"},
    {Action::request_call_back, "le llamemos"},
};

/// The words of another action in a text that has none of this one's own; empty when there are none.
std::string_view other_meaning(Action action, std::string_view text) {
  std::string small(text);
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::string_view other;
  bool has_words = false;
  for (const Meaning& meaning : meanings_of_actions) {
    has_words |= meaning.action == action;
    if (small.find(meaning.words) == std::string::npos) continue;
    if (meaning.action == action) return {};
    other = meaning.words;
  }
  return has_words ? other : std::string_view{};
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
    bool is_opening;  ///< the call begins to speak here
    bool inbound;
    bool machine;        ///< a machine may hear it, after the opening question
    bool machine_entry;  ///< and it is the first that it hears
    bool for_operator;   ///< the operator's own call: whoever runs the house cannot ask it for no more calls
  };

  DocumentCheck(const Situation& situation, std::vector<Finding>& findings)
      : now_(situation), state_(situation.state), root_(situation.document.root()), findings_(findings) {}

  void run() {
    urls(root_);
    if (!grammar()) return;
    verbs();
    shape();
    languages(root_);
    keys();
    meanings();
    if (now_.is_opening && !is_rejection()) opening();
    if (now_.machine) for_a_machine();
    length();
  }

 private:
  void add(std::string_view code, const TemplateElement& where, std::string message) {
    findings_.push_back(fault(code, now_.document.file(), where.place, std::move(message)));
  }

  /// Checked as it will be sent, with something in every variable's place. True when it is a Response at all.
  bool grammar() {
    std::map<std::string, std::string> spoken;
    std::map<std::string, std::string> paths;
    stand_ins(root_, spoken, paths);
    const auto rendered = now_.document.render(spoken, paths);
    if (!rendered) return false;
    for (const twiml::Finding& found : twiml::check(*rendered)) {
      const std::string code = found.code == 0 ? "" : fmt::format(" (Twilio {})", found.code);
      const bool no_action = found.message.find("without an action") != std::string::npos;
      findings_.push_back(fault(no_action ? "action-missing" : "twiml-grammar", now_.document.file(),
                                {found.line, found.column}, found.message + code));
    }
    return rendered->name == "Response";
  }

  /// Every variable has a value; unknown ones are reported by their place elsewhere.
  static void stand_ins(const TemplateElement& element, std::map<std::string, std::string>& spoken,
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

  /// Addresses that are written out: what they are relative to differs from step to step.
  void urls(const TemplateElement& element) {
    const auto check = [&](const Pieces& pieces, std::string_view where) {
      const bool written = !pieces.empty() && !pieces.front().variable;
      if (written && !pieces.front().text.starts_with("https://")) {
        add("relative-url", element,
            fmt::format("\"{}\" in {} leads elsewhere from each step: write {{{{keys}}}}, {{{{silence}}}}, "
                        "{{{{played}}}}, or a whole https:// address",
                        pieces.front().text, where));
      }
    };
    for (const auto& [name, pieces] : element.attributes) {
      if (name == "action" || name == "url") check(pieces, "the attribute " + name);
    }
    for (const auto& child : element.children) {
      if (const auto* nested = std::get_if<TemplateElement>(&child)) {
        urls(*nested);
      } else if (element.name == "Redirect" || element.name == "Play") {
        check(std::get<Pieces>(child), "<" + element.name + ">");
      }
    }
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
      const bool own = (verb->name == "Record" && state_.waits_for == WaitsFor::recording) ||
                       (verb->name == "Dial" && state_.waits_for == WaitsFor::dial) ||
                       (verb->name == "Reject" && is_rejection());
      if (!own && !is_one_of(usable_verbs, verb->name)) {
        add("twiml-grammar", *verb,
            fmt::format("<{}> cannot be used in a flow: there are {}; <Record> and <Dial> where a state waits for them",
                        verb->name, comma_list(usable_verbs)));
      }
    }
  }

  /// An incoming call that is not taken at all.
  bool is_rejection() const {
    const auto verbs = top();
    return now_.inbound && now_.is_opening && state_.waits_for == WaitsFor::nothing && verbs.size() == 1 &&
           verbs.front()->name == "Reject";
  }

  bool takes_keys() const { return !state_.keys.empty() || state_.otherwise || state_.waits_for == WaitsFor::digits; }

  void shape() {
    const auto verbs = top();
    gathers(verbs);
    switch (state_.waits_for) {
      case WaitsFor::key:
      case WaitsFor::digits: return leads_to(verbs, "silence");
      case WaitsFor::played: return leads_to(verbs, "played");
      case WaitsFor::recording: return records(verbs);
      case WaitsFor::dial: return dials(verbs);
      case WaitsFor::answer:
      case WaitsFor::flow: return;
      case WaitsFor::nothing:
        if (verbs.empty() || (verbs.back()->name != "Hangup" && !is_rejection())) {
          add("document-mismatch", root_,
              fmt::format("{} waits for nothing: its last verb must be <Hangup/>", state_.name));
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
        add("key-lost", *verb,
            fmt::format("a key pressed during this <{}> is lost: put it into the <Gather>", verb->name));
      }
    }
    if (takes_keys() && count != 1) {
      const bool digits = state_.waits_for == WaitsFor::digits;
      add("document-mismatch", root_,
          fmt::format("{} handles keys: it needs one <Gather action=\"{{{{keys}}}}\"{}>", state_.name,
                      digits ? "" : " numDigits=\"1\""));
    }
    if (!takes_keys() && count != 0) {
      add("document-mismatch", root_, fmt::format("{} handles no key: take the <Gather> out", state_.name));
    }
  }

  void gather(const TemplateElement& gather) {
    action_is(gather, "keys");
    const std::string finish = gather.attribute("finishOnKey") == nullptr ? "#" : literal(gather, "finishOnKey");
    const std::string number = literal(gather, "numDigits");
    if (state_.waits_for == WaitsFor::digits) {
      if (!number.empty() && number != fmt::format("{}", state_.length.most)) {
        add("document-mismatch", gather,
            fmt::format("{} takes up to {} keys: write numDigits=\"{}\", or leave it out", state_.name,
                        state_.length.most, state_.length.most));
      }
      if (finish != state_.finish) {
        add("document-mismatch", gather,
            fmt::format("{} ends with finish = \"{}\": write finishOnKey=\"{}\"", state_.name, state_.finish,
                        state_.finish));
      }
      return;
    }
    if (number != "1") {
      add("document-mismatch", gather,
          "a state takes one key: write numDigits=\"1\", else each waits for the next until time runs out");
    }
    if (!finish.empty() && state_.keys.contains(finish.front())) {
      add("key-lost", gather,
          fmt::format("{} ends the <Gather> and is never delivered as a key: write finishOnKey=\"\"", finish));
    }
  }

  void action_is(const TemplateElement& verb, std::string_view name) {
    const Pieces* action = verb.attribute("action");
    if (action != nullptr && !is_variable(*action, name)) {
      add("document-mismatch", verb, fmt::format("the action of a <{}> must be {{{{{}}}}}", verb.name, name));
    }
  }

  void records(const std::vector<const TemplateElement*>& verbs) {
    const auto is_record = [](const TemplateElement* verb) { return verb->name == "Record"; };
    if (std::count_if(verbs.begin(), verbs.end(), is_record) != 1) {
      add("document-mismatch", root_,
          fmt::format("{} records: it needs one <Record action=\"{{{{recorded}}}}\" maxLength=\"{}\">", state_.name,
                      state_.seconds));
    } else {
      const TemplateElement& record = **std::find_if(verbs.begin(), verbs.end(), is_record);
      action_is(record, "recorded");
      if (literal(record, "maxLength") != fmt::format("{}", state_.seconds)) {
        add("document-mismatch", record,
            fmt::format("{} records for seconds = {}: write maxLength=\"{}\"", state_.name, state_.seconds,
                        state_.seconds));
      }
    }
    leads_to(verbs, "silence");
  }

  void dials(const std::vector<const TemplateElement*>& verbs) {
    const bool right = !verbs.empty() && verbs.back()->name == "Dial" && verbs.back()->children.size() == 1 &&
                       std::holds_alternative<Pieces>(verbs.back()->children.front()) &&
                       is_variable(std::get<Pieces>(verbs.back()->children.front()), business_phone);
    if (!right) {
      add("document-mismatch", root_,
          fmt::format("{} puts the caller through, to the business and nobody else: its last verb must be <Dial "
                      "action=\"{{{{dialled}}}}\">{{{{{}}}}}</Dial>",
                      state_.name, business_phone));
      return;
    }
    if (verbs.back()->attribute("action") == nullptr) {
      add("action-missing", *verbs.back(), "<Dial> without an action: the call would end with it; write {{dialled}}");
    }
    action_is(*verbs.back(), "dialled");
  }

  void leads_to(const std::vector<const TemplateElement*>& verbs, std::string_view path) {
    const bool redirects = !verbs.empty() && verbs.back()->name == "Redirect" && verbs.back()->children.size() == 1 &&
                           std::holds_alternative<Pieces>(verbs.back()->children.front()) &&
                           is_variable(std::get<Pieces>(verbs.back()->children.front()), path);
    if (!redirects) {
      add("document-mismatch", root_,
          fmt::format("{}: the last verb must be <Redirect>{{{{{}}}}}</Redirect>, where the call goes on {}",
                      state_.name, path, path == "silence" ? "when nothing comes" : "after the prompt"));
    }
  }

  /// A file without a suffix may leave its language to the account's default; a translated one may not.
  void languages(const TemplateElement& element) {
    if (element.name == "Say") {
      const std::string language = literal(element, "language");
      const bool is_default = now_.document.file() == state_.name + ".xml";
      if (language.empty() ? !is_default : !language.starts_with(now_.language)) {
        add("language-wrong", element,
            fmt::format("this file speaks \"{}\": write for example <Say language=\"{}\">", now_.language,
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
    if (state_.waits_for == WaitsFor::digits) return finish(offered);
    for (const char key : offered.keys) {
      const bool handled = key == any_key ? state_.otherwise.has_value() : state_.keys.contains(key);
      if (!handled && !now_.machine && state_.waits_for != WaitsFor::recording) {
        add("key-not-handled", root_,
            fmt::format("offers the key {} in words, and {} does not handle it: it handles {}",
                        key == any_key ? "\"any\"" : std::string(1, key), state_.name, handled_keys()));
      }
    }
    if (state_.waits_for != WaitsFor::key || offered.keys.contains(any_key)) return;
    for (const auto& [key, transition] : state_.keys) {
      if (!offered.keys.contains(key)) {
        add("key-not-offered", root_,
            fmt::format("{} handles the key {} and the words never offer it: they offer {}", state_.name, key,
                        key_list(offered.keys)));
      }
    }
  }

  /// The words of the sentence that offers a key against what the key does.
  void meanings() {
    const std::string said = spoken_text(root_);
    for (std::size_t sentence = 0; sentence < said.size();) {
      const std::size_t stop = std::min(said.find_first_of(".!?", sentence), said.size() - 1);
      const std::string_view words = std::string_view(said).substr(sentence, stop + 1 - sentence);
      const KeyWords offered = key_words(words);
      for (const auto& [key, transition] : state_.keys) {
        if (offered.keys.contains(key)) meaning(key, transition, words);
      }
      sentence = stop + 1;
    }
  }

  void meaning(char key, const Transition& transition, std::string_view words) {
    for (const Action action : transition.actions) {
      const std::string_view other = other_meaning(action, words);
      if (other.empty()) continue;
      add("key-means-other", root_,
          fmt::format("the words say \"{}\" where they offer the key {}, and flow.toml does {} on it", other, key,
                      to_string(action)));
    }
  }

  /// Of a value only the key that ends it is offered, and the star where it is the point.
  void finish(const KeyWords& offered) {
    const bool star_is_point = state_.kind == FieldKind::number || state_.kind == FieldKind::money;
    for (const char key : {'#', '*'}) {
      if (!offered.keys.contains(key) || state_.finish == std::string_view(&key, 1)) continue;
      if (key == '*' && star_is_point) continue;
      add("key-not-handled", root_,
          fmt::format("offers the key {} in words, and {} ends with \"{}\"", key, state_.name, state_.finish));
    }
  }

  std::string handled_keys() const {
    std::set<char> keys;
    for (const auto& [key, transition] : state_.keys) keys.insert(key);
    return key_list(keys);
  }

  std::set<char> opt_out_keys() const {
    std::set<char> keys;
    for (const auto& [key, transition] : state_.keys) {
      const auto& actions = transition.actions;
      if (std::count(actions.begin(), actions.end(), Action::opt_out) != 0) keys.insert(key);
    }
    return keys;
  }

  /// 47 CFR 64.1200(b): who is calling comes first, and a way to be called no more right behind it.
  void opening() {
    std::string before;
    const bool named = text_before(root_, "business", before);
    if (now_.inbound && spoken_text(root_).find_first_not_of(' ') == std::string::npos) return;  // it only rings on
    if (!named || key_words(before).instructs) {
      add("caller-unnamed", root_,
          "the call must begin with who is calling: speak {{business}} before any key is offered");
    }
    if (state_.waits_for != WaitsFor::key || now_.for_operator || now_.inbound) return;
    const auto keys = opt_out_keys();
    if (keys.empty()) {
      add("opt-out-missing", root_, "the opening must offer a key that ends all calls: one with do = [\"opt_out\"]");
    } else if (named) {
      opt_out_in_time(keys);
    }
  }

  /// The sentence that offers the key begins within two seconds after the name.
  void opt_out_in_time(const std::set<char>& keys) {
    const std::string said = sample_words();
    const std::string name = sample_facts(now_.language).spoken.at("business");
    std::size_t at = said.find(name);
    if (at == std::string::npos) return;
    at += name.size();
    const std::size_t from = std::min(said.find_first_not_of(" .,;:!?", at), said.size());
    for (std::size_t sentence = from; sentence < said.size();) {
      const std::size_t stop = std::min(said.find_first_of(".!?", sentence), said.size() - 1);
      const KeyWords offered = key_words(std::string_view(said).substr(sentence, stop + 1 - sentence));
      const bool offers = std::any_of(keys.begin(), keys.end(), [&](char key) { return offered.keys.contains(key); });
      if (offers) {
        const milliseconds between = twiml::spoken_length(std::string_view(said).substr(from, sentence - from));
        if (between <= latest_opt_out) return;
        return add("opt-out-late", root_,
                   fmt::format("the key that ends all calls is offered {:.1f} s after who is calling: at most {:.1f} s "
                               "may lie between; offer it first, or say less before it",
                               seconds_of(between), seconds_of(latest_opt_out)));
      }
      sentence = said.find_first_not_of(" .,;:!?", stop + 1);
      if (sentence == std::string::npos) return;
    }
  }

  static double seconds_of(milliseconds time) { return static_cast<double>(time.count()) / 1000.0; }

  void for_a_machine() {
    const bool instructs = key_words(spoken_text(root_)).instructs;
    if (instructs || state_.waits_for == WaitsFor::digits) {
      add("machine-asked-for-key", root_,
          fmt::format("a machine may hear {} and is asked for a key: take the words out, or reach it by a key only",
                      state_.name));
    }
    if (speaks(root_, "client_first_name")) {
      add("machine-hears-name", root_,
          "a machine may hear this, and others may hear the machine: leave {{client_first_name}} out");
    }
    if (now_.machine_entry && !speaks(root_, "callback_number")) {
      add("machine-no-number", root_, "what a machine is given must name a number to ring: speak {{callback_number}}");
    }
  }

  /// All that is said once, with sample values; a loop is not counted.
  std::string sample_words() const {
    std::map<std::string, std::string> spoken;
    std::map<std::string, std::string> paths;
    stand_ins(root_, spoken, paths);
    for (auto& [name, value] : spoken) {
      if (!name_behind(fact_prefix, name).empty()) value = "it has been on its way to you since this morning";
      if (!name_behind(field_prefix, name).empty()) value = "1 2 3 4";
    }
    for (const auto& [name, value] : sample_facts(now_.language).spoken) spoken[name] = value;
    const auto rendered = now_.document.render(spoken, paths);
    return rendered ? flow::spoken(*rendered) : "";
  }

  void length() {
    const milliseconds time = twiml::spoken_length(sample_words());
    const bool asks = state_.waits_for == WaitsFor::key || state_.waits_for == WaitsFor::digits;
    const milliseconds longest = asks ? longest_question : longest_prompt;
    if (time > longest) {
      add("too-long", root_,
          fmt::format("takes about {:.0f} s to say in \"{}\": {} may take {:.0f} s; divide it into two states, or say "
                      "less",
                      seconds_of(time), now_.language, asks ? "a question" : "a prompt", seconds_of(longest)));
    }
    if (now_.machine_entry && (time < shortest_machine_message || time > longest_machine_message)) {
      add("machine-length", root_,
          fmt::format("the machine's message takes about {:.1f} s to say once in \"{}\": between {:.0f} and {:.0f} s "
                      "most machines have one whole copy",
                      seconds_of(time), now_.language, seconds_of(shortest_machine_message),
                      seconds_of(longest_machine_message)));
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

/// States that a machine hears first: where the opening leads without a key, and the marked ones.
std::set<std::string, std::less<>> machine_entries(const Definition& definition) {
  std::set<std::string, std::less<>> entries;
  for (const State& state : definition.states) {
    if (state.machine) entries.insert(state.name);
  }
  if (definition.inbound || definition.is_sub_flow()) return entries;
  for (const std::string& opening : opening_states(definition)) {
    for (const Edge& edge : edges_of(*definition.find(opening))) {
      const bool keyless = edge.kind != InputKind::keys && edge.kind != InputKind::hung_up;
      const State* next = definition.find(edge.transition->go);
      if (keyless && next != nullptr && next->name != opening && !next->is_silent()) entries.insert(next->name);
    }
  }
  return entries;
}

/// What is heard after a key against what the key did.
void check_endings(const Parts& parts, std::vector<Finding>& findings) {
  for (const State& state : parts.definition.states) {
    for (const Edge& edge : edges_of(state)) {
      const State* target = parts.definition.find(edge.transition->go);
      if (target == nullptr || target->waits_for != WaitsFor::nothing) continue;
      for (const std::string& language : parts.definition.languages) {
        const auto document = parts.templates.find({target->name, language});
        if (document == parts.templates.end()) continue;
        const std::string said = spoken_text(document->second.root());
        for (const Action action : edge.transition->actions) {
          const std::string_view other = other_meaning(action, said);
          if (other.empty()) continue;
          findings.push_back(fault("key-means-other", "flow.toml", edge.transition->place,
                                   fmt::format("{} does {}, and what is heard after it, {}, says \"{}\"", state.name,
                                               to_string(action), document->second.file(), other)));
        }
      }
    }
  }
}

/// A flow inside another asks for keys, and a machine may get into it.
void check_machines_inside(const Parts& parts, const std::vector<std::string>& machine,
                           std::vector<Finding>& findings) {
  for (const State& state : parts.definition.states) {
    const auto sub = parts.subs.find(state.run);
    const bool heard = std::binary_search(machine.begin(), machine.end(), state.name);
    if (state.waits_for != WaitsFor::flow || sub == parts.subs.end() || !heard) continue;
    const auto& inside = sub->second->definition.states;
    const bool asks = std::any_of(inside.begin(), inside.end(), [](const State& one) {
      return one.waits_for == WaitsFor::key || one.waits_for == WaitsFor::digits;
    });
    if (!asks) continue;
    findings.push_back(fault(
        "machine-asked-for-key", "flow.toml", state.place,
        fmt::format("a machine may get to {}, and {} asks for keys: reach it by a key only", state.name, state.run)));
  }
}

}  // namespace

void check_documents(const Parts& parts, std::vector<Finding>& findings) {
  const Definition& definition = parts.definition;
  const auto machine = machine_states(definition);
  const auto entries = machine_entries(definition);
  const auto openings = opening_states(definition);
  for (const State& state : definition.states) {
    if (state.is_silent()) continue;
    for (const std::string& language : definition.languages) {
      const auto found = parts.templates.find({state.name, language});
      if (found == parts.templates.end()) {
        findings.push_back(fault("template-missing", file_name(definition, state.name, language), {},
                                 "missing: it is what " + state.name + " says"));
        continue;
      }
      if (found->second.root().name.empty()) continue;  // not XML: reported where it was parsed
      const bool opens = std::binary_search(openings.begin(), openings.end(), state.name);
      const DocumentCheck::Situation situation{
          .state = state,
          .document = found->second,
          .language = language,
          .is_opening = opens && !definition.is_sub_flow(),
          .inbound = definition.inbound,
          .machine = std::binary_search(machine.begin(), machine.end(), state.name),
          .machine_entry = entries.contains(state.name),
          .for_operator = acknowledges(definition)};
      DocumentCheck(situation, findings).run();
    }
  }
  check_endings(parts, findings);
  check_machines_inside(parts, machine, findings);
  for (const auto& [key, document] : parts.templates) {
    const State* state = definition.find(key.first);
    if (state == nullptr) {
      findings.push_back(fault("file-unused", document.file(), {},
                               fmt::format("belongs to no state: flow.toml has no [states.{}]", key.first)));
    } else if (state->is_silent()) {
      findings.push_back(
          fault("file-unused", document.file(), {},
                fmt::format("{} says nothing: it waits for \"{}\"", key.first, to_string(state->waits_for))));
    }
  }
}

}  // namespace courtesy::flow
