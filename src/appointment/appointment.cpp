#include "appointment/appointment.h"

#include <array>
#include <utility>

#include "base/planted.h"

namespace courtesy {
namespace {

template <typename Value, std::size_t Count>
using Words = std::array<std::pair<Value, std::string_view>, Count>;

constexpr Words<Channel, 3> channels{{{Channel::call, "call"}, {Channel::text, "text"}, {Channel::email, "email"}}};
constexpr Words<Authority, 2> authorities{{{Authority::local, "local"}, {Authority::instant, "instant"}}};
constexpr Words<Booking, 2> bookings{{{Booking::booked, "booked"}, {Booking::cancelled, "cancelled"}}};
constexpr Words<Answer, 4> answers{{{Answer::none, "none"},
                                    {Answer::confirmed, "confirmed"},
                                    {Answer::cancelled, "cancelled"},
                                    {Answer::call_back, "call_back"}}};
constexpr Words<Presence, 3> presences{
    {{Presence::unknown, "unknown"}, {Presence::showed, "showed"}, {Presence::no_show, "no_show"}}};
constexpr Words<Told, 3> tolds{{{Told::nothing_yet, "nothing_yet"}, {Told::told, "told"}, {Told::failed, "failed"}}};
constexpr Words<Audience, 3> audiences{
    {{Audience::everybody, "everybody"}, {Audience::guests, "guests"}, {Audience::nobody, "nobody"}}};
constexpr Words<AppointmentState, 8> states{{{AppointmentState::scheduled, "scheduled"},
                                             {AppointmentState::confirmed, "confirmed"},
                                             {AppointmentState::showed, "showed"},
                                             {AppointmentState::notified, "notified"},
                                             {AppointmentState::requested_contact, "requested_contact"},
                                             {AppointmentState::not_notified, "not_notified"},
                                             {AppointmentState::cancelled, "cancelled"},
                                             {AppointmentState::no_show, "no_show"}}};

template <typename Value, std::size_t Count>
std::string_view word_of(const Words<Value, Count>& words, Value value) {
  for (const auto& [candidate, word] : words) {
    if (candidate == value) return word;
  }
  invariant_broken("an enumerator has a word", __FILE__, __LINE__);
}

template <typename Value, std::size_t Count>
std::optional<Value> value_of(const Words<Value, Count>& words, std::string_view text) {
  for (const auto& [value, word] : words) {
    if (word == text) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Channel channel) { return word_of(channels, channel); }
std::string_view to_string(Authority authority) { return word_of(authorities, authority); }
std::string_view to_string(Booking booking) { return word_of(bookings, booking); }
std::string_view to_string(Answer answer) { return word_of(answers, answer); }
std::string_view to_string(Presence presence) { return word_of(presences, presence); }
std::string_view to_string(Told told) { return word_of(tolds, told); }
std::string_view to_string(Audience audience) { return word_of(audiences, audience); }
std::string_view to_string(AppointmentState state) { return word_of(states, state); }

std::optional<Channel> parse_channel(std::string_view text) { return value_of(channels, text); }
std::optional<Authority> parse_authority(std::string_view text) { return value_of(authorities, text); }
std::optional<Booking> parse_booking(std::string_view text) { return value_of(bookings, text); }
std::optional<Answer> parse_answer(std::string_view text) { return value_of(answers, text); }
std::optional<Presence> parse_presence(std::string_view text) { return value_of(presences, text); }
std::optional<Told> parse_told(std::string_view text) { return value_of(tolds, text); }
std::optional<Audience> parse_audience(std::string_view text) { return value_of(audiences, text); }

std::string Start::key() const {
  if (planted(Bug::id_from_instant)) return to_string(instant);
  switch (authority) {
    case Authority::local: return to_string(local);
    case Authority::instant: return to_string(instant);
  }
  return to_string(instant);
}

namespace {

AppointmentState state_of(Told told) {
  switch (told) {
    case Told::nothing_yet: return AppointmentState::scheduled;
    case Told::told: return AppointmentState::notified;
    case Told::failed: return AppointmentState::not_notified;
  }
  return AppointmentState::not_notified;
}

AppointmentState state_of(Answer answer, Told told) {
  switch (answer) {
    case Answer::none: return state_of(told);
    case Answer::confirmed: return AppointmentState::confirmed;
    case Answer::cancelled: return AppointmentState::cancelled;
    case Answer::call_back: return AppointmentState::requested_contact;
  }
  return state_of(told);
}

}  // namespace

AppointmentState state_of(Booking booking, Answer answer, Presence presence, Told told) {
  switch (presence) {
    case Presence::showed: return AppointmentState::showed;
    case Presence::no_show: return AppointmentState::no_show;
    case Presence::unknown: break;
  }
  switch (booking) {
    case Booking::cancelled: return AppointmentState::cancelled;
    case Booking::booked: break;
  }
  return state_of(answer, told);
}

}  // namespace courtesy
