// Facts under which everything is allowed; tests change what they are about.
#pragma once

#include "interlock/facts.h"
#include "schedule/business.h"

namespace courtesy {

inline WeekWindows every_day(minutes opens, minutes closes) {
  WeekWindows windows;
  for (auto& day : windows) day = {{opens, closes}};
  return windows;
}

/// Nothing was sent yet, and more than enough may be.
inline VolumeFacts ordinary_volume() {
  return {.account = AccountId(1),
          .sent = {},
          .limits = {.soft_hour = 1000,
                     .soft_day = 1000,
                     .hard_hour = 1000,
                     .hard_day = 1000,
                     .recipients_day = 0,
                     .spend_day = 1'000'000,
                     .is_new = false},
          .probation = std::nullopt,
          .prices = {},
          .newest_record = {}};
}

/// It is Tuesday 2026-05-12 15:00 in New York, and the appointment is tomorrow at 14:00.
inline HouseFacts ordinary_house() {
  return {.now = parse_instant("2026-05-12T19:00:00Z").value(),
          .stopped = false,
          .environment = {.production = true, .allow_list = {}},
          .countries = {"US"},
          .capacity = {},
          .account_pace = {.limits = {}, .turns = Turns(Instant{})},
          .budget = {.limits = {}, .prices = {}},
          .line = free_lines,
          .volume = ordinary_volume(),
          .closed_days = any_hour_but_on({}, {Zone::find("America/New_York").value()})};
}

inline DueFacts ordinary_facts() {
  return {.booking = Booking::booked,
          .answer = Answer::none,
          .presence = Presence::unknown,
          .start_key = "2026-05-13T14:00",
          .start_local = "2026-05-13T14:00",
          .starts_at = parse_instant("2026-05-13T18:00:00Z").value(),
          .rule_in_force = true,
          .min_lead = minutes{30},
          .max_lateness = minutes{120},
          .consented = true,
          .suppressed = false,
          .country = "US",
          .number_kind = NumberKind::ordinary,
          .audience = Audience::everybody,
          .zones = {Zone::find("America/New_York").value()},
          .hours = every_day(hours{9}, hours{20}),
          .contacts = {},
          .caps = {{hours{24}, 3}, {hours{168}, 6}},
          .call_gap = minutes{60}};
}

inline Due ordinary_due() {
  return {.key = {AppointmentId(1), RuleId(1), Channel::call, "2026-05-13T14:00"},
          .client = ClientId(1),
          .recipient = "+12125550123",
          .due = ordinary_house().now,
          .send_at = ordinary_house().now,
          .attempts = 0};
}

inline PastContact ordinary_contact(Instant at) {
  return {.at = at,
          .account = AccountId(2),
          .attempt = {},
          .client = ClientId(9),
          .start_local = "2026-05-01T10:00",
          .start_instant = parse_instant("2026-05-01T14:00:00Z").value(),
          .channel = Channel::text,
          .due = at,
          .running = false,
          .in_vain = false};
}

}  // namespace courtesy
