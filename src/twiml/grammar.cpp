#include "twiml/grammar.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

namespace courtesy::twiml {
namespace {

enum class Text { none, allowed, required };

/// One element: its attributes and children as words with a space between.
struct Rule {
  std::string_view name;
  std::string_view attributes;
  std::string_view children;
  Text text = Text::none;
};

constexpr std::string_view ssml = "break emphasis lang p phoneme prosody s say-as sub w";
constexpr std::string_view call_events = "url method statusCallback statusCallbackMethod statusCallbackEvent";

/// Start, Stop, Connect, Queue, Refer, Echo, Pay and Prompt have no rule: real TwiML that Courtesy plays none of.
constexpr Rule verbs[] = {
    {"Response", "",
     "Say Play Pause Gather Record Dial Enqueue Leave Redirect Reject Hangup Sms Start Stop Connect Queue Refer Echo "
     "Pay "
     "Prompt"},
    {"Say", "voice language loop", ssml, Text::required},
    {"Play", "loop digits", "", Text::allowed},
    {"Pause", "length", ""},
    {"Gather",
     "action method input timeout finishOnKey numDigits actionOnEmptyResult language hints speechTimeout speechModel "
     "enhanced profanityFilter partialResultCallback partialResultCallbackMethod bargeIn maxSpeechTime debug",
     "Say Play Pause"},
    {"Record",
     "action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback recordingStatusCallbackMethod "
     "recordingStatusCallbackEvent transcribe transcribeCallback recordingConfigurationId",
     ""},
    {"Dial",
     "action method timeout timeLimit callerId hangupOnStar answerOnBridge record trim recordingStatusCallback "
     "recordingStatusCallbackMethod recordingStatusCallbackEvent recordingTrack ringTone sequential referUrl "
     "referMethod "
     "events passports",
     "Number Client Conference Queue Sip Sim Application WhatsApp", Text::allowed},
    {"Enqueue", "action method waitUrl waitUrlMethod maxQueueSize workflowSid", "Task", Text::allowed},
    {"Leave", "", ""},
    {"Redirect", "method", "", Text::allowed},
    {"Reject", "reason", "Parameter"},
    {"Hangup", "", "Parameter"},
    {"Sms", "to from action method statusCallback", "", Text::required},
};

constexpr Rule nouns[] = {
    {"Number",
     "sendDigits url method statusCallback statusCallbackMethod statusCallbackEvent byoc machineDetection "
     "machineDetectionTimeout machineDetectionSpeechThreshold machineDetectionSpeechEndThreshold "
     "machineDetectionSilenceTimeout amdStatusCallback amdStatusCallbackMethod",
     "", Text::required},
    {"Client", call_events, "Identity Parameter", Text::allowed},
    {"Conference",
     "muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants record trim coach "
     "participantLabel region jitterBufferSize eventCallbackUrl statusCallback statusCallbackMethod "
     "statusCallbackEvent "
     "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent",
     "", Text::required},
    {"Queue", "url method reservationSid postWorkActivitySid", "", Text::required},
    {"Sip",
     "username password url method statusCallback statusCallbackMethod statusCallbackEvent machineDetection "
     "machineDetectionTimeout machineDetectionSpeechThreshold machineDetectionSpeechEndThreshold "
     "machineDetectionSilenceTimeout amdStatusCallback amdStatusCallbackMethod",
     "", Text::required},
    {"Task", "priority timeout", "", Text::allowed},
    {"Parameter", "name value", ""},
    {"Identity", "", "", Text::required},
    {"break", "strength time", ""},
    {"emphasis", "level", ssml, Text::allowed},
    {"lang", "xml:lang", ssml, Text::allowed},
    {"p", "", ssml, Text::allowed},
    {"phoneme", "alphabet ph", ssml, Text::allowed},
    {"prosody", "volume rate pitch", ssml, Text::allowed},
    {"s", "", ssml, Text::allowed},
    {"say-as", "interpret-as role format", ssml, Text::allowed},
    {"sub", "alias", ssml, Text::allowed},
    {"w", "role", ssml, Text::allowed},
};

bool has_word(std::string_view words, std::string_view wanted) {
  while (!words.empty()) {
    const auto end = words.find(' ');
    if (words.substr(0, end) == wanted) return true;
    if (end == std::string_view::npos) break;
    words.remove_prefix(end + 1);
  }
  return false;
}

/// Names with commas, for "one of: ...".
std::string listed(std::string_view words) {
  std::string text;
  for (const char c : words) text += c == ' ' ? std::string(", ") : std::string(1, c);
  return text.empty() ? "none" : text;
}

const Rule* rule_of(std::span<const Rule> rules, std::string_view name) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

enum class ValueKind { whole, method, flag, keys, one_key, words };

/// What an attribute's value must be, and Twilio's code for one that is not.
struct ValueRule {
  std::string_view element;
  std::string_view attribute;
  int code;
  ValueKind kind;
  int least = 0;
  int most = 0;
  std::string_view words = {};
};

constexpr int any = 1'000'000;
constexpr ValueRule values[] = {
    {"Say", "loop", 13510, ValueKind::whole, 0, 1000},
    {"Play", "loop", 13410, ValueKind::whole, 0, 1000},
    {"Play", "digits", 13430, ValueKind::keys},
    {"Pause", "length", 13910, ValueKind::whole, 1, any},
    {"Gather", "method", 13312, ValueKind::method},
    {"Gather", "timeout", 13313, ValueKind::whole, 1, any},
    {"Gather", "numDigits", 13314, ValueKind::whole, 1, any},
    {"Gather", "finishOnKey", 13310, ValueKind::one_key},
    {"Gather", "actionOnEmptyResult", 13338, ValueKind::flag},
    {"Record", "method", 13610, ValueKind::method},
    {"Record", "timeout", 13611, ValueKind::whole, 1, any},
    {"Record", "maxLength", 13612, ValueKind::whole, 1, 14400},
    {"Record", "playBeep", 12200, ValueKind::flag},
    {"Dial", "timeout", 13212, ValueKind::whole, 5, 600},
    {"Redirect", "method", 13710, ValueKind::method},
    {"Reject", "reason", 13810, ValueKind::words, 0, 0, "rejected busy"},
};

bool whole_between(std::string_view text, int least, int most) {
  if (text.empty() || text.size() > 7 ||
      !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return false;
  }
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value >= least && value <= most;
}

/// What was expected, when the value is not it.
std::optional<std::string> wrong_value(const ValueRule& rule, std::string_view value) {
  switch (rule.kind) {
    case ValueKind::whole:
      if (whole_between(value, rule.least, rule.most)) return std::nullopt;
      return rule.most == any ? fmt::format("a whole number from {}", rule.least)
                              : fmt::format("a whole number from {} to {}", rule.least, rule.most);
    case ValueKind::method:
      if (value == "GET" || value == "POST") return std::nullopt;
      return "GET or POST";
    case ValueKind::flag:
      if (value == "true" || value == "false") return std::nullopt;
      return "true or false";
    case ValueKind::keys:
      if (value.find_first_not_of("0123456789*#wW") == std::string_view::npos) return std::nullopt;
      return "keys 0-9 * # and w for a pause";
    case ValueKind::one_key:
      if (value.size() < 2 && value.find_first_not_of("0123456789*#") == std::string_view::npos) return std::nullopt;
      return "one key of 0-9 * #, or nothing";
    case ValueKind::words:
      if (has_word(rule.words, value)) return std::nullopt;
      return "one of " + listed(rule.words);
  }
  return std::nullopt;
}

class Check {
 public:
  std::vector<Finding> run(const Element& response) {
    if (response.name != "Response") {
      add(response, 12102, Severity::error, fmt::format("the root is <{}>: it must be <Response>", response.name));
    } else {
      inside(response, *rule_of(verbs, "Response"));
    }
    return std::move(findings_);
  }

 private:
  void add(const Element& where, int code, Severity severity, std::string message) {
    findings_.push_back({where.line, where.column, code, severity, std::move(message)});
  }

  void inside(const Element& element, const Rule& rule) {
    attributes(element, rule);
    content(element, rule);
    special(element);
    if (element.name == "Response") order(element);
    for (const Node& node : element.children) {
      if (const auto* nested = std::get_if<Element>(&node)) child(element, *nested, rule);
    }
  }

  void child(const Element& parent, const Element& nested, const Rule& rule) {
    if (!has_word(rule.children, nested.name)) {
      const bool in_gather = parent.name == "Gather";
      add(nested, in_gather ? 13320 : 12200, Severity::warning,
          fmt::format("<{}> inside <{}> is skipped: expected one of: {}", nested.name, parent.name,
                      listed(rule.children)));
      return;
    }
    // Queue is a verb that is not checked and a noun that is.
    const bool verb = parent.name == "Response" || parent.name == "Gather";
    const Rule* next = rule_of(verb ? std::span<const Rule>(verbs) : std::span<const Rule>(nouns), nested.name);
    if (next != nullptr) inside(nested, *next);
  }

  void attributes(const Element& element, const Rule& rule) {
    for (const auto& [name, value] : element.attributes) {
      if (!has_word(rule.attributes, name)) {
        add(element, 12200, Severity::warning,
            fmt::format("<{}> has no attribute {}: it has {}", element.name, name, listed(rule.attributes)));
      }
    }
    for (const ValueRule& expected : values) {
      if (expected.element != element.name) continue;
      for (const auto& [name, value] : element.attributes) {
        if (name != expected.attribute) continue;
        if (const auto wanted = wrong_value(expected, value)) {
          add(element, expected.code, Severity::warning,
              fmt::format("<{} {}=\"{}\">: expected {}", element.name, name, value, *wanted));
        }
      }
    }
  }

  void content(const Element& element, const Rule& rule) {
    const std::string text = element.text();
    if (rule.text == Text::none && !text.empty()) {
      add(element, 12200, Severity::warning,
          fmt::format("<{}> holds text, which is skipped: put it into a <Say>", element.name));
    }
    if (rule.text == Text::required && text.empty() && element.children.empty()) {
      add(element, element.name == "Say" ? 13520 : 12200, Severity::warning,
          fmt::format("<{}> is empty: nothing happens", element.name));
    }
    if (element.name == "Say" && spoken_size(element) > 3000) {
      add(element, 13521, Severity::warning, "more than 3000 characters in one <Say> are not spoken: divide it");
    }
  }

  static std::size_t spoken_size(const Element& element) {
    std::size_t size = 0;
    for (const Node& node : element.children) {
      if (const auto* text = std::get_if<std::string>(&node)) {
        size += static_cast<std::size_t>(
            std::count_if(text->begin(), text->end(), [](char c) { return (c & 0xc0) != 0x80; }));
      } else {
        size += spoken_size(std::get<Element>(node));
      }
    }
    return size;
  }

  void special(const Element& element) {
    if ((element.name == "Gather" || element.name == "Record") && element.attribute("action").empty()) {
      add(element, 0, Severity::error,
          fmt::format("<{}> without an action asks its own document again, for ever: give it one", element.name));
    }
    if (element.name == "Play" && element.text().empty() && element.attribute("digits").empty()) {
      add(element, 12200, Severity::error, "<Play> needs a URL as its text, or digits");
    }
  }

  /// A verb behind one that leaves the document never runs; Reject counts as the first only.
  void order(const Element& response) {
    std::string_view left;
    bool first = true;
    for (const Node& node : response.children) {
      const auto* verb = std::get_if<Element>(&node);
      if (verb == nullptr) continue;
      if (!left.empty()) {
        add(*verb, 0, Severity::error,
            fmt::format("<{}> never runs: <{}> before it leaves the document", verb->name, left));
      } else if (verb->name == "Reject" && !first) {
        add(*verb, 0, Severity::error, "<Reject> must be the first verb: once answered, a call cannot be rejected");
      }
      if (left.empty() && (leaves(verb->name) || (verb->name == "Dial" && !verb->attribute("action").empty()))) {
        left = verb->name;
      }
      first = false;
    }
  }

  std::vector<Finding> findings_;
};

}  // namespace

std::string_view to_string(Severity severity) { return severity == Severity::error ? "error" : "warning"; }

std::vector<Finding> check(const Element& response) { return Check().run(response); }

bool leaves(std::string_view verb) { return has_word("Redirect Hangup Reject Leave", verb); }

}  // namespace courtesy::twiml
