#include "flow/shape_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/whole_number.h"
#include "flow/faults.h"
#include "flow/names.h"
#include "twiml/grammar.h"

namespace courtesy::flow {
namespace {

constexpr std::array<std::string_view, 6> usable_verbs{"Gather", "Hangup", "Pause", "Play", "Redirect", "Say"};

constexpr std::array<std::string_view, 3> plain_voices{"man", "woman", "alice"};

/// In seconds; nobody thinks for longer, and each one is paid.
constexpr int longest_wait = 60;

class ShapeCheck {
 public:
  ShapeCheck(const Situation& situation, std::vector<Finding>& findings)
      : now_(situation), state_(situation.state), root_(situation.root()), findings_(findings) {}

  bool run() {
    urls(root_);
    if (!grammar()) return false;
    verbs();
    methods();
    shape();
    languages(root_);
    return true;
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

  /// Addresses that are written out: what they are relative to differs from step to step.
  void urls(const TemplateElement& element) {
    const auto check = [&](const Pieces& pieces, std::string_view where) {
      if (pieces.empty() || pieces.front().variable) return;
      const std::string& written = pieces.front().text;
      if (written.starts_with("http://")) {
        add("relative-url", element,
            fmt::format("\"{}\" in {} is not encrypted: write an https:// address", written, where));
      } else if (!written.starts_with("https://")) {
        add("relative-url", element,
            fmt::format("\"{}\" in {} leads elsewhere from each step: write {}a whole https:// address", written, where,
                        element.name == "Play" ? "" : "{{keys}}, {{silence}}, {{played}}, or "));
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

  void verbs() {
    for (const TemplateElement* verb : verbs_of(root_)) {
      const bool own = (verb->name == "Record" && state_.waits_for == WaitsFor::recording) ||
                       (verb->name == "Dial" && state_.waits_for == WaitsFor::dial) ||
                       (verb->name == "Reject" && is_rejection(now_));
      if (!own && !is_one_of(usable_verbs, verb->name)) {
        add("twiml-grammar", *verb,
            fmt::format("<{}> cannot be used in a flow: there are {}; <Record> and <Dial> where a state waits for them",
                        verb->name, comma_list(usable_verbs)));
      }
    }
  }

  /// The engine answers POST alone: a step that is asked for with GET breaks the call off.
  void methods() {
    for (const TemplateElement* verb : verbs_of(root_)) {
      if (literal(*verb, "method") != "GET") continue;
      add("document-mismatch", *verb,
          fmt::format("<{}> must ask with POST, or what was pressed or said is lost: write method=\"POST\"",
                      verb->name));
    }
  }

  bool takes_keys() const { return !state_.keys.empty() || state_.otherwise || state_.waits_for == WaitsFor::digits; }

  void shape() {
    const auto verbs = verbs_of(root_);
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
        if (verbs.empty() || (verbs.back()->name != "Hangup" && !is_rejection(now_))) {
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
    keys_only(gather);
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

  /// Nothing here listens to words: a "hello" would end the question and count as silence.
  void keys_only(const TemplateElement& gather) {
    const std::string input = literal(gather, "input");
    if (!input.empty() && input != "dtmf") {
      add("document-mismatch", gather,
          fmt::format("input=\"{}\": a flow takes keys and no speech; write input=\"dtmf\", or leave it out", input));
    }
    const auto timeout = whole_number<int>(literal(gather, "timeout"));
    if (timeout && *timeout > longest_wait) {
      add("too-long", gather,
          fmt::format("waits for {} s of silence: write timeout=\"{}\" at most", *timeout, longest_wait));
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

  /// Twilio docs, <Say>, `voice`: three names of old, else the provider's and the voice's ("Polly.Joanna-Neural").
  void voice(const TemplateElement& say) {
    const std::string name = literal(say, "voice");
    const auto dot = name.find('.');
    const bool of_provider = dot != std::string::npos && dot > 0 && dot + 1 < name.size();
    if (name.empty() || of_provider || is_one_of(plain_voices, name)) return;
    add("bad-value", say,
        fmt::format(
            "there is no voice \"{}\": write one with its provider, like voice=\"Polly.Joanna-Neural\", or leave "
            "it out",
            name));
  }

  /// A file without a suffix may leave its language to the account's default; a translated one may not.
  void languages(const TemplateElement& element) {
    if (element.name == "Say") {
      voice(element);
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

  const Situation& now_;
  const State& state_;
  const TemplateElement& root_;
  std::vector<Finding>& findings_;
};

}  // namespace

bool check_shape(const Situation& situation, std::vector<Finding>& findings) {
  return ShapeCheck(situation, findings).run();
}

}  // namespace courtesy::flow
