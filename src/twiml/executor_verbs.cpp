// What a verb asks for: attributes read with their defaults, what is wrong with them warned of.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <sstream>

#include "twiml/executor.h"
#include "twiml/speech.h"

namespace courtesy::twiml {
namespace {

constexpr int endless_loop = 1000;  // Twilio docs, <Say>, loop: 0 repeats until the call ends; the cap is Twilio's
constexpr std::size_t max_spoken = 4096;

struct Allowed {
  std::string_view verb;
  std::initializer_list<std::string_view> attributes;
  std::initializer_list<std::string_view> not_emulated{};  ///< Twilio has them
};

const std::initializer_list<Allowed>& allowed() {
  static const std::initializer_list<Allowed> table{
      {"Say", {"voice", "language", "loop"}},
      {"Play", {"loop", "digits"}},
      {"Pause", {"length"}},
      {"Gather",
       {"action", "method", "input", "timeout", "finishOnKey", "numDigits", "actionOnEmptyResult", "language", "hints",
        "speechTimeout", "speechModel", "enhanced", "profanityFilter", "partialResultCallback",
        "partialResultCallbackMethod", "bargeIn", "maxSpeechTime", "debug"}},
      {"Record",
       {"action", "method", "timeout", "finishOnKey", "maxLength", "playBeep", "trim", "recordingStatusCallback",
        "recordingStatusCallbackMethod", "recordingStatusCallbackEvent"},
       {"transcribe", "transcribeCallback", "recordingConfigurationId"}},
      {"Dial",
       {"action", "method", "timeout", "timeLimit", "callerId", "hangupOnStar", "record", "trim", "recordingTrack",
        "recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent"},
       {"answerOnBridge", "ringTone", "sequential", "referUrl", "referMethod", "events", "passports"}},
      {"Number",
       {"sendDigits", "statusCallback", "statusCallbackMethod", "statusCallbackEvent", "url", "method"},
       {"byoc", "machineDetection", "machineDetectionTimeout", "machineDetectionSpeechThreshold",
        "machineDetectionSpeechEndThreshold", "machineDetectionSilenceTimeout", "amdStatusCallback",
        "amdStatusCallbackMethod"}},
      {"Conference",
       {"muted", "beep", "startConferenceOnEnter", "endConferenceOnExit", "waitUrl", "waitMethod", "maxParticipants",
        "statusCallback", "statusCallbackMethod", "statusCallbackEvent"},
       {"record", "trim", "coach", "participantLabel", "region", "recordingStatusCallback",
        "recordingStatusCallbackMethod", "recordingStatusCallbackEvent", "eventCallbackUrl", "jitterBufferSize"}},
      {"Enqueue", {"action", "method", "waitUrl", "waitUrlMethod", "maxQueueSize"}, {"workflowSid"}},
      {"Leave", {}},
      {"Queue", {"url", "method"}, {"reservationSid", "postWorkActivitySid"}},  // the noun; the verb is not emulated
      {"Message", {"to", "from", "action", "method", "statusCallback"}},
      {"Sms", {"to", "from", "action", "method", "statusCallback"}},
      {"Redirect", {"method"}},
      {"Reject", {"reason"}},
      {"Hangup", {}}};
  return table;
}

bool is_among(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || value > 1'000'000) return std::nullopt;
  return value;
}

bool has(const Element& verb, std::string_view name) {
  return std::any_of(verb.attributes.begin(), verb.attributes.end(), [&](const auto& a) { return a.first == name; });
}

}  // namespace

void Executor::check_attributes(const Element& verb) {
  for (const Allowed& one : allowed()) {
    if (one.verb != verb.name) continue;
    for (const auto& [name, value] : verb.attributes) {
      if (is_among(name, one.attributes)) continue;
      if (is_among(name, one.not_emulated)) {
        const bool asks = value != "false";
        if (asks) warn(12200, fmt::format("line {}: {} of <{}> is not emulated here", verb.line, name, verb.name));
        continue;
      }
      warn(12200, fmt::format("line {}: <{}> has no attribute '{}', it is ignored", verb.line, verb.name, name));
    }
  }
}

std::int64_t Executor::read_number(const Element& verb, std::string_view name, std::int64_t otherwise,
                                   std::int64_t least, int code) {
  if (!has(verb, name)) return otherwise;
  const auto text = verb.attribute(name);
  if (const auto value = number(text); value && *value >= least) return *value;
  warn(code, fmt::format("line {}: {}=\"{}\" of <{}> must be a whole number from {}; {} is used", verb.line, name, text,
                         verb.name, least, otherwise));
  return otherwise;
}

std::string Executor::read_method(const Element& verb, int code) {
  const auto method = verb.attribute("method", "POST");
  if (method == "GET" || method == "POST") return std::string(method);
  warn(code,
       fmt::format("line {}: method=\"{}\" of <{}> must be GET or POST; POST is used", verb.line, method, verb.name));
  return "POST";
}

Executor::Gather Executor::read_gather(const Element& verb) {
  Gather gather;
  gather.action = verb.attribute("action");
  gather.method = read_method(verb, 13312);
  gather.timeout = seconds{read_number(verb, "timeout", 5, 1, 13313)};
  gather.digits_wanted = static_cast<std::size_t>(read_number(verb, "numDigits", 0, 1, 13314));
  gather.action_on_empty = verb.attribute("actionOnEmptyResult") == "true";
  if (has(verb, "finishOnKey")) {
    const auto key = verb.attribute("finishOnKey");
    if (key.empty()) {
      gather.finish_on.reset();
    } else if (key.size() == 1 && std::string_view("0123456789#*").find(key[0]) != std::string_view::npos) {
      gather.finish_on = key[0];
    } else {
      warn(13310,
           fmt::format("line {}: finishOnKey=\"{}\" must be one of 0-9 # *, or empty; # is used", verb.line, key));
    }
  }
  const auto input = verb.attribute("input", "dtmf");
  gather.takes_keys = input.find("dtmf") != std::string_view::npos;
  gather.takes_speech = input.find("speech") != std::string_view::npos;
  if (!gather.takes_keys && !gather.takes_speech) {
    warn(13335, fmt::format("line {}: input=\"{}\" must be dtmf, speech or both; dtmf is used", verb.line, input));
    gather.takes_keys = true;
  }
  if (gather.takes_speech) read_speech(verb, gather);
  return gather;
}

/// Without `speechTimeout` the `timeout` counts for speech too; `auto` ends at the first pause (Twilio docs, <Gather>).
void Executor::read_speech(const Element& verb, Gather& gather) {
  constexpr milliseconds first_pause{1'000};
  gather.barge_in = read_flag(verb, "bargeIn", true, 13335);
  const bool automatic = verb.attribute("speechTimeout") == "auto";
  gather.speech_timeout =
      automatic ? first_pause
                : milliseconds{seconds{read_number(verb, "speechTimeout", gather.timeout / seconds{1}, 1, 13335)}};
  if (has(verb, "partialResultCallback")) {
    warn(13335,
         fmt::format("line {}: partial results are not emulated: partialResultCallback is never asked", verb.line));
  }
}

bool Executor::read_flag(const Element& verb, std::string_view name, bool otherwise, int code) {
  const auto text = verb.attribute(name, otherwise ? "true" : "false");
  if (text == "true" || text == "false") return text == "true";
  warn(code, fmt::format("line {}: {}=\"{}\" of <{}> must be true or false", verb.line, name, text, verb.name));
  return otherwise;
}

void Executor::perform_record(const Element& verb) {
  recording_ = {};
  recording_.action = verb.attribute("action");
  recording_.method = read_method(verb, 13610);
  if (has(verb, "finishOnKey")) {
    const auto keys = verb.attribute("finishOnKey");
    if (keys.find_first_not_of("0123456789#*") == std::string_view::npos) {
      recording_.finish_on = keys;
    } else {
      warn(13613, fmt::format("line {}: finishOnKey=\"{}\" may have 0-9 # *; any key ends it", verb.line, keys));
    }
  }
  Record record{.ticket = ++ticket_, .beep = read_flag(verb, "playBeep", true, 12200)};
  record.silence = seconds{read_number(verb, "timeout", 5, 1, 13611)};
  record.most = seconds{read_number(verb, "maxLength", 3600, 1, 13612)};
  const auto trim = verb.attribute("trim", "trim-silence");
  if (trim != "trim-silence" && trim != "do-not-trim")
    warn(13699, fmt::format("line {}: trim=\"{}\"", verb.line, trim));
  record.trim = trim == "trim-silence";
  record.told = read_recording_told(verb, 13621);
  phase_ = Phase::recording;
  out_.emplace_back(std::move(record));
}

RecordingTold Executor::read_recording_told(const Element& verb, int code) {
  const auto url = verb.attribute("recordingStatusCallback");
  if (url.empty()) return {};
  RecordingTold told{{url_, std::string(url)}, std::string(verb.attribute("recordingStatusCallbackMethod", "POST"))};
  if (!has(verb, "recordingStatusCallbackEvent")) return told;
  told.ends = false;
  std::istringstream events{std::string(verb.attribute("recordingStatusCallbackEvent"))};
  for (std::string event; events >> event;) {
    if (event == "in-progress") {
      told.begins = true;
    } else if (event == "completed") {
      told.ends = true;
    } else if (event == "absent") {
      told.absent = true;
    } else {
      warn(code, fmt::format("line {}: recordingStatusCallbackEvent of <{}> has no '{}': there are in-progress, "
                             "completed, absent",
                             verb.line, verb.name, event));
    }
  }
  return told;
}

/// Twilio docs, <Dial>, record: `true` and `false` are its old words.
void Executor::read_dial_recording(const Element& verb, Dial& dial) {
  std::string_view record = verb.attribute("record", "do-not-record");
  constexpr std::string_view dual = "-dual";
  dial.both_channels = record.ends_with(dual);
  if (dial.both_channels) record.remove_suffix(dual.size());
  if (record == "record-from-answer" || record == "true") {
    dial.recording = Dial::Recording::from_answer;
  } else if (record == "record-from-ringing") {
    dial.recording = Dial::Recording::from_ringing;
  } else if (record != "do-not-record" && record != "false") {
    warn(13217, fmt::format("line {}: record=\"{}\" of <Dial>: nothing is recorded", verb.line, record));
  }
  if (dial.recording == Dial::Recording::none) return;
  if (dial.noun != Dial::Noun::number) {
    dial.recording = Dial::Recording::none;
    return warn(12200, fmt::format("line {}: record of <Dial> is emulated for a number alone", verb.line));
  }
  dial.trim = verb.attribute("trim") == "trim-silence";
  dial.track = verb.attribute("recordingTrack", "both");
  dial.recording_told = read_recording_told(verb, 13256);
}

void Executor::perform_dial(const Element& verb) {
  Dial dial{.ticket = 0};
  Waiting waiting{.where = Waiting::Where::conference};
  dial.number = whom_to_dial(verb, dial, waiting);
  if (phase_ != Phase::running) return;  // what it holds is not emulated: the document has failed
  dialling_ = {.action = std::string(verb.attribute("action")), .method = read_method(verb, 13210)};
  dialling_.star_hangs_up = read_flag(verb, "hangupOnStar", false, 13213);
  dial.ticket = ++ticket_;
  dial.caller_id = verb.attribute("callerId");
  dial.ring_for = seconds{read_number(verb, "timeout", 30, 5, 13212)};
  dial.talk_for = seconds{read_number(verb, "timeLimit", 14'400, 1, 13216)};
  read_dial_recording(verb, dial);
  phase_ = Phase::dialling;
  if (dial.noun == Dial::Noun::conference) {
    waiting.ticket = dial.ticket;
    start_waiting(std::move(waiting));
  }
  out_.emplace_back(std::move(dial));
}

/// The text, or that of the one noun inside.
std::string Executor::whom_to_dial(const Element& verb, Dial& dial, Waiting& waiting) {
  std::string name = verb.text();
  int nouns = 0;
  for (const Node& node : verb.children) {
    const auto* noun = std::get_if<Element>(&node);
    if (noun == nullptr) continue;
    const bool known = noun->name == "Number" || noun->name == "Queue" || noun->name == "Conference";
    if (!known || ++nouns > 1) {
      fail(12400, fmt::format("line {}: <{}> in <Dial>: one <Number>, <Queue> or <Conference> is emulated here",
                              noun->line, noun->name));
      return {};
    }
    check_attributes(*noun);
    if (has(*noun, "url")) {
      fail(12400, fmt::format("line {}: url of <{}>, a document for whoever is dialled, is not emulated here",
                              noun->line, noun->name));
      return {};
    }
    name = noun->text();
    dial.told = read_told(*noun);
    dial.send_digits = noun->attribute("sendDigits");
    if (noun->name == "Queue") dial.noun = Dial::Noun::queue;
    if (noun->name == "Conference") read_conference(*noun, dial, waiting);
  }
  return name;
}

Told Executor::read_told(const Element& noun) const {
  const auto url = noun.attribute("statusCallback");
  if (url.empty()) return {};
  return {{url_, std::string(url)},
          std::string(noun.attribute("statusCallbackMethod", "POST")),
          std::string(noun.attribute("statusCallbackEvent"))};
}

void Executor::read_conference(const Element& noun, Dial& dial, Waiting& waiting) {
  dial.noun = Dial::Noun::conference;
  dial.starts = read_flag(noun, "startConferenceOnEnter", true, 13230);
  dial.ends = read_flag(noun, "endConferenceOnExit", false, 13230);
  dial.muted = read_flag(noun, "muted", false, 13230);
  dial.most =
      static_cast<std::size_t>(std::min<std::int64_t>(read_number(noun, "maxParticipants", 250, 2, 13230), 250));
  waiting.wait = {url_, std::string(noun.attribute("waitUrl"))};
  waiting.wait_method = noun.attribute("waitMethod", "POST");
}

void Executor::perform_enqueue(const Element& verb) {
  constexpr std::int64_t most = 1'000;  // Twilio docs, <Enqueue>, maxQueueSize: 100, at most 1000
  for (const Node& node : verb.children) {
    if (const auto* task = std::get_if<Element>(&node)) {
      return fail(12400, fmt::format("line {}: <{}> in <Enqueue> is not emulated here", task->line, task->name));
    }
  }
  Enqueue enqueue{.ticket = ++ticket_, .queue = verb.text()};
  enqueue.most = static_cast<std::size_t>(std::min(read_number(verb, "maxQueueSize", 100, 1, 12200), most));
  Waiting waiting{.where = Waiting::Where::queue, .ticket = enqueue.ticket};
  waiting.wait = {url_, std::string(verb.attribute("waitUrl"))};
  waiting.wait_method = verb.attribute("waitUrlMethod", "POST");
  waiting.action = verb.attribute("action");
  waiting.method = read_method(verb, 12200);
  start_waiting(std::move(waiting));
  out_.emplace_back(std::move(enqueue));
}

/// Which verbs a document may have that those hear who wait (Twilio docs, <Enqueue>, waitUrl; <Conference>, waitUrl).
bool Executor::may_wait_with(const Element& verb) {
  const bool in_queue = waiting_->where == Waiting::Where::queue;
  for (const auto* allowed : {"Say", "Play", "Pause", "Redirect"}) {
    if (verb.name == allowed) return true;
  }
  for (const auto* allowed : {"Hangup", "Leave", "Gather"}) {
    if (in_queue && verb.name == allowed) return true;
  }
  fail(13238, fmt::format("line {}: <{}> cannot be in a document for those who wait", verb.line, verb.name));
  return false;
}

void Executor::perform_leave(const Element& verb) {
  if (waiting_ && waiting_->where == Waiting::Where::queue) {
    phase_ = Phase::waiting;
    out_.emplace_back(LeaveQueue{});
    return;
  }
  warn(12200, fmt::format("line {}: <Leave> outside of a queue's document ends the call", verb.line));
  hang_up(HangUp::Reason::ended);
}

void Executor::perform_message(const Element& verb) {
  SendText text{.ticket = 0};
  text.to = verb.attribute("to");
  text.from = verb.attribute("from");
  text.body = verb.text();
  for (const Node& node : verb.children) {
    const auto* part = std::get_if<Element>(&node);
    if (part == nullptr) continue;
    if (part->name == "Body") text.body = part->text();
    if (part->name == "Media") text.media.push_back({url_, part->text()});
  }
  if (text.body.empty() && text.media.empty()) {
    return warn(14103, fmt::format("line {}: <{}> has no text", verb.line, verb.name));
  }
  if (const auto told = verb.attribute("statusCallback"); !told.empty()) text.told = {url_, std::string(told)};
  texting_ = {.action = std::string(verb.attribute("action")), .method = read_method(verb, 12200)};
  text.ticket = ++ticket_;
  phase_ = Phase::texting;
  out_.emplace_back(std::move(text));
}

std::vector<Executor::Piece> Executor::pieces_of(const Element& verb) {
  std::vector<Piece> pieces;
  const auto add = [&](std::optional<Piece> piece) {
    if (piece) pieces.push_back(std::move(*piece));
  };
  if (verb.name == "Say") {
    add(say(verb));
  } else if (verb.name == "Play") {
    add(play(verb));
  } else if (verb.name == "Pause") {
    add(pause(verb));
  } else {
    for (const Node& node : verb.children) {
      const auto* prompt = std::get_if<Element>(&node);
      if (prompt == nullptr) continue;
      if (prompt->name != "Say" && prompt->name != "Play" && prompt->name != "Pause") {
        warn(13320,
             fmt::format("line {}: <{}> cannot be in <{}> and is ignored", prompt->line, prompt->name, verb.name));
        continue;
      }
      check_attributes(*prompt);
      for (Piece& piece : pieces_of(*prompt)) {
        piece.place = {prompt->name, prompt->line};
        pieces.push_back(std::move(piece));
      }
    }
  }
  return pieces;
}

std::optional<Executor::Piece> Executor::say(const Element& verb) {
  const auto loop = read_number(verb, "loop", 1, 0, 13510);
  std::string text = spoken_text(verb);
  if (text.empty()) {
    warn(13520, fmt::format("line {}: <Say> has nothing to say", verb.line));
    return std::nullopt;
  }
  if (text.size() > max_spoken) {
    warn(13521, fmt::format("line {}: <Say> of more than {} characters is not spoken", verb.line, max_spoken));
    return std::nullopt;
  }
  Speak speak{.ticket = 0, .kind = Speak::Kind::say, .text = std::move(text)};
  speak.voice = verb.attribute("voice");
  speak.language = verb.attribute("language");
  return Piece{std::move(speak),
               loop == 0 ? endless_loop : static_cast<int>(std::min<std::int64_t>(loop, endless_loop))};
}

std::optional<Executor::Piece> Executor::play(const Element& verb) {
  const auto loop = read_number(verb, "loop", 1, 0, 13410);
  Speak speak{.ticket = 0, .kind = Speak::Kind::play};
  if (const auto digits = verb.attribute("digits"); !digits.empty()) {
    if (digits.find_first_not_of("0123456789*#wW") != std::string_view::npos) {
      warn(13430, fmt::format("line {}: digits=\"{}\" of <Play> may have 0-9 * # w W", verb.line, digits));
      return std::nullopt;
    }
    speak.kind = Speak::Kind::tones;
    speak.text = digits;
  } else {
    speak.link = {url_, verb.text()};
    if (speak.link.reference.empty()) {
      warn(13420, fmt::format("line {}: <Play> has no URL, nothing is played", verb.line));
      return std::nullopt;
    }
  }
  return Piece{std::move(speak),
               loop == 0 ? endless_loop : static_cast<int>(std::min<std::int64_t>(loop, endless_loop))};
}

Executor::Piece Executor::pause(const Element& verb) {
  return Piece{milliseconds{seconds{read_number(verb, "length", 1, 1, 13910)}}, 1};
}

}  // namespace courtesy::twiml
