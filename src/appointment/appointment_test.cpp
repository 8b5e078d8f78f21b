#include "appointment/appointment.h"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace courtesy;

namespace {

constexpr auto all_presences = {Presence::unknown, Presence::showed, Presence::no_show};
constexpr auto all_bookings = {Booking::booked, Booking::cancelled};
constexpr auto all_answers = {Answer::none, Answer::confirmed, Answer::cancelled, Answer::call_back};
constexpr auto all_told = {Told::nothing_yet, Told::told, Told::failed};

template <typename Value, typename Parse>
void check_words(std::initializer_list<Value> values, Parse parse) {
  for (const Value value : values) {
    const auto read = parse(to_string(value));
    REQUIRE(read);
    CHECK(*read == value);
  }
  for (const auto* other : {"", "Call", "nobody", "booked "}) CHECK_FALSE(parse(other));
}

}  // namespace

TEST_CASE("each word of an appointment is read back as what it was written from, and no other word is read") {
  check_words({Channel::call, Channel::text, Channel::email}, parse_channel);
  check_words({Authority::local, Authority::instant}, parse_authority);
  check_words(all_bookings, parse_booking);
  check_words(all_answers, parse_answer);
  check_words(all_presences, parse_presence);
  check_words(all_told, parse_told);
}

TEST_CASE("what staff saw outweighs the calendar, the client's word and what was sent") {
  for (const auto booking : all_bookings) {
    for (const auto answer : all_answers) {
      for (const auto told : all_told) {
        CHECK(state_of(booking, answer, Presence::showed, told) == AppointmentState::showed);
        CHECK(state_of(booking, answer, Presence::no_show, told) == AppointmentState::no_show);
      }
    }
  }
}

TEST_CASE("a booking cancelled in the calendar is cancelled whatever the client said") {
  for (const auto answer : all_answers) {
    for (const auto told : all_told) {
      CHECK(state_of(Booking::cancelled, answer, Presence::unknown, told) == AppointmentState::cancelled);
    }
  }
}

TEST_CASE("the client's word outweighs what was sent") {
  for (const auto told : all_told) {
    const auto state = [told](Answer answer) { return state_of(Booking::booked, answer, Presence::unknown, told); };
    CHECK(state(Answer::confirmed) == AppointmentState::confirmed);
    CHECK(state(Answer::cancelled) == AppointmentState::cancelled);
    CHECK(state(Answer::call_back) == AppointmentState::requested_contact);
  }
}

TEST_CASE("without a word from anybody the state is what was sent") {
  const auto state = [](Told told) { return state_of(Booking::booked, Answer::none, Presence::unknown, told); };
  CHECK(to_string(state(Told::nothing_yet)) == "scheduled");
  CHECK(to_string(state(Told::told)) == "notified");
  CHECK(to_string(state(Told::failed)) == "not_notified");
}

TEST_CASE("a start's key is its wall clock without the zone, or the instant of a feed in UTC") {
  const Zone zone = Zone::find("America/New_York").value();
  const LocalTime local = parse_local_time("2026-05-12T09:00").value();
  Start start{.local = local,
              .zone = "America/New_York",
              .instant = zone.resolve(local).instant,
              .authority = Authority::local};
  CHECK(start.key() == "2026-05-12T09:00");
  start.authority = Authority::instant;
  CHECK(start.key() == "2026-05-12T13:00:00Z");
  start.zone = "US/Eastern";
  CHECK(start.key() == "2026-05-12T13:00:00Z");
}
