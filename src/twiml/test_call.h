// An executor that is driven by hand, for the tests of this room.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "twiml/executor.h"

namespace courtesy::twiml::testing {

/// Drives an executor by hand and writes down what it commands, a word or two each.
struct Call {
  explicit Call(CallFacts facts = {.url = "http://app/voice/start"}) : executor(std::move(facts)) {
    obey(executor.start());
  }

  void obey(std::vector<Command> commands) {
    for (Command& command : commands) {
      std::visit([this](const auto& what) { note(what); }, command);
    }
  }
  void note(const Fetch& fetch) {
    ticket = fetch.ticket;
    last_fetch = fetch;
    said +=
        fmt::format("[{} {}", fetch.method, fetch.link.reference.empty() ? fetch.link.document : fetch.link.reference);
    for (const auto& [name, value] : fetch.fields) {
      if (name != "msg" && name != "FinishedOnKey") said += fmt::format(" {}={}", name, value);
    }
    said += "]";
  }
  void note(const Speak& speak) {
    ticket = speak.ticket;
    said += fmt::format("<{}>", speak.kind == Speak::Kind::play ? speak.link.reference : speak.text);
  }
  void note(const StopAudio&) { said += "(stop)"; }
  void note(const SetTimer& timer) {
    ticket = timer.ticket;
    said += fmt::format("({}ms)", timer.after.count());
  }
  void note(const Record& record) {
    ticket = record.ticket;
    said += fmt::format("(record {}{}s {}s{})", record.beep ? "beep " : "", record.silence / seconds{1},
                        record.most / seconds{1}, record.trim ? "" : " untrimmed");
    note(record.told);
  }
  void note(const RecordingTold& told) {
    if (told.link.reference.empty()) return;
    said += fmt::format("(tell {}{}{}{})", told.link.reference, told.begins ? " begins" : "",
                        told.ends ? "" : " no end", told.absent ? " absent" : "");
  }
  void note(const StopRecording&) { said += "(stop recording)"; }
  void note(const Dial& dial) {
    ticket = dial.ticket;
    room = dial.ticket;
    if (dial.noun == Dial::Noun::conference) {
      said += fmt::format("(conference {}{}{}{} {})", dial.number, dial.starts ? " starts" : "",
                          dial.ends ? " ends" : "", dial.muted ? " muted" : "", dial.most);
      return;
    }
    if (dial.recording != Dial::Recording::none) {
      said +=
          fmt::format("(record dialled{}{}{})", dial.recording == Dial::Recording::from_ringing ? " from ringing" : "",
                      dial.both_channels ? " dual" : "", dial.trim ? " trimmed" : "");
      note(dial.recording_told);
    }
    said += fmt::format("(dial {}{} {}s{})", dial.noun == Dial::Noun::queue ? "queue " : "", dial.number,
                        dial.ring_for / seconds{1}, dial.caller_id.empty() ? "" : " as " + dial.caller_id);
  }
  void note(const Enqueue& enqueue) {
    room = enqueue.ticket;
    said += fmt::format("(enqueue {} of {})", enqueue.queue, enqueue.most);
  }
  void note(const LeaveQueue&) { said += "(leave)"; }
  void note(const SendText& text) {
    ticket = text.ticket;
    said += fmt::format("(text to '{}' from '{}': {}", text.to, text.from, text.body);
    for (const Link& link : text.media) said += " +" + link.reference;
    said += text.told.reference.empty() ? ")" : ", tell " + text.told.reference + ")";
  }
  void note(const StopDial&) { said += "(stop dial)"; }
  void note(const Answer&) { said += "(answer)"; }
  void note(const HangUp& hang_up) { said += fmt::format("(hangup {})", static_cast<int>(hang_up.reason)); }
  void note(const Warn& warn) { said += fmt::format("{{{}}}", warn.code); }

  Call& page(std::string_view body, std::string type = "text/xml", int status = 200) {
    const std::string url = last_fetch.link.reference.empty() ? last_fetch.link.document : last_fetch.link.reference;
    obey(executor.on(Fetched{ticket, Page{url, status, std::move(type), std::string(body)}}));
    return *this;
  }
  Call& heard() {
    obey(executor.on(AudioEnded{ticket}));
    return *this;
  }
  Call& time() {
    obey(executor.on(TimerFired{ticket}));
    return *this;
  }
  Call& recorded(bool anything = true, bool hung_up = false) {
    obey(executor.on(Recorded{ticket, anything, "RE1", "http://net/RE1", 4, hung_up}));
    return *this;
  }
  Call& dialled(DialEnded::Status status, std::int64_t duration = 0) {
    obey(executor.on(DialEnded{ticket, status, "CA2", duration}));
    return *this;
  }
  Call& keys(std::string_view pressed) {
    for (const char key : pressed) obey(executor.on(Digit{key}));
    return *this;
  }
  /// What happens in a queue or a conference.
  template <typename Event>
  Call& in_room(Event event) {
    event.ticket = room;
    obey(executor.on(event));
    return *this;
  }
  Call& speech(std::string words, double confidence = 0.9) {
    obey(executor.on(SpeechBegan{}));
    obey(executor.on(Heard{std::move(words), confidence}));
    return *this;
  }
  std::string take() { return std::exchange(said, {}); }

  Executor executor;
  Ticket ticket = 0;
  Ticket room = 0;  ///< of the last Enqueue or Dial
  Fetch last_fetch{};
  std::string said;
};

}  // namespace courtesy::twiml::testing
