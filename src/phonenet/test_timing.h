// Calls whose every moment their scripts demand, and the journal held against it: in virtual time by a test, in real
// time by the bench.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "phonenet/journal.h"
#include "phonenet/personas/persona.h"
#include "twiml/speech.h"

namespace courtesy::phonenet::testing {

/// What the journal must show next, and how long after what it shows before.
struct Demand {
  EntryKind kind;
  std::string text;  ///< `*`: whatever it is
  milliseconds after{0};
  milliseconds drawn{0};  ///< and up to so much more, by chance
  bool asked = false;     ///< the application was asked in between: it may take its time
};

struct TimedCall {
  Persona persona;
  std::string path;  ///< of its first document
  std::vector<Demand> demands;
};

inline Span exactly(milliseconds length) { return {length, length}; }

inline Persona timed_person(milliseconds pick_up, Wish wish, milliseconds patience) {
  Persona persona{.name = "timed", .pick_up = exactly(pick_up), .wish = wish};
  persona.react = exactly(milliseconds{800});
  persona.patience = exactly(patience);
  return persona;
}

constexpr std::string_view asks = "To confirm your visit on Thursday, press 1.";
constexpr std::string_view thanks = "Thank you.";
constexpr std::string_view hint = "Press any key to go on.";
constexpr std::string_view farewell = "We will call again.";
constexpr std::string_view sermon =
    "This message goes on and on, and whoever listens to it has had enough before its end.";

inline http::Response timed_page(std::string_view path) {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>";
  if (path == "/timed/menu") {
    return http::xml_response(
        fmt::format("{}<Gather numDigits=\"1\" action=\"thanks\"><Say>{}</Say></Gather></Response>", head, asks));
  }
  if (path == "/timed/thanks") return http::xml_response(fmt::format("{}<Say>{}</Say></Response>", head, thanks));
  if (path == "/timed/waits") {
    return http::xml_response(
        fmt::format("{}<Gather timeout=\"2\" action=\"thanks\"><Say>{}</Say></Gather>"
                    "<Pause length=\"1\"/><Say>{}</Say><Hangup/></Response>",
                    head, hint, farewell));
  }
  if (path == "/timed/long") return http::xml_response(fmt::format("{}<Say>{}</Say></Response>", head, sermon));
  return http::Response{.status = 204};
}

/// Somebody who presses, somebody who lets the menu run out, somebody who has had enough.
inline std::array<TimedCall, 3> timed_calls() {
  const auto said = [](std::string_view text, milliseconds before, bool asked) {
    return Demand{.kind = EntryKind::heard,
                  .text = std::string(text),
                  .after = before + twiml::spoken_length(text),
                  .asked = asked};
  };
  const Demand accepted{EntryKind::call_accepted, ""};
  const Demand ring{.kind = EntryKind::ring, .text = "", .after = milliseconds{400}, .drawn = milliseconds{1'600}};
  const auto answer = [](int ms) { return Demand{EntryKind::answer, "", milliseconds{ms}}; };
  const Demand hang_up{EntryKind::hang_up, ""};
  const Demand ended{EntryKind::ended, ""};
  const milliseconds at_once{0};
  return {
      {{timed_person(milliseconds{1'500}, Wish::confirm, minutes{2}),
        "/timed/menu",
        {accepted, ring, answer(1'500), said(asks, at_once, true), Demand{EntryKind::key, "1", milliseconds{800}},
         said(thanks, at_once, true), hang_up, ended}},
       {timed_person(milliseconds{900}, Wish::nothing, minutes{2}),
        "/timed/waits",
        {accepted, ring, answer(900), said(hint, at_once, true), said(farewell, seconds{3}, false), hang_up, ended}},
       {timed_person(milliseconds{2'200}, Wish::nothing, seconds{3}),
        "/timed/long",
        {accepted, ring, answer(2'200), Demand{EntryKind::heard, "*", seconds{3}}, hang_up, ended}}}};
}

struct Lateness {
  milliseconds by;  ///< below 0: early
  bool asked;
};

/// How late each demand was met. Empty, and `why` says what was amiss, where something else happened.
inline std::vector<Lateness> held_against(const TimedCall& call, const Journal& journal, std::string_view sid,
                                          std::string& why) {
  std::vector<Lateness> all;
  Instant before{};
  std::size_t next = 0;
  for (const Entry& entry : journal.entries()) {
    if (entry.sid != sid) continue;
    const bool demanded = next < call.demands.size() && call.demands[next].kind == entry.kind &&
                          (call.demands[next].text == "*" || call.demands[next].text == entry.text);
    if (!demanded) return why = fmt::format("{} came {} of {}", to_json(entry), next, call.path), all = {}, all;
    const Demand& demand = call.demands[next++];
    if (next > 1) {
      const milliseconds gap = entry.at - before;
      const milliseconds latest = demand.after + demand.drawn;
      all.push_back({gap < demand.after ? gap - demand.after : std::max(gap - latest, milliseconds{0}), demand.asked});
    }
    before = entry.at;
  }
  if (next < call.demands.size()) return why = fmt::format("{} of {} happened", next, call.path), all = {}, all;
  return all;
}

}  // namespace courtesy::phonenet::testing
