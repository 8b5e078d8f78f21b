// Appointments: what the sources say of them, and what became of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "appointment/appointment.h"
#include "queue/due.h"
#include "store/db.h"
#include "store/remembered.h"

namespace courtesy {

class Unit;

struct Appointment {
  AppointmentId id{};
  std::string source;
  std::string uid;
  std::string recurrence;
  std::int64_t sequence = 0;
  ClientId client{};
  Start start{};
  Booking booking = Booking::booked;
  Answer answer = Answer::none;
  std::optional<Instant> answered_at{};
  Presence presence = Presence::unknown;
  Told told = Told::nothing_yet;
  std::string summary;
  Audience audience = Audience::everybody;

  AppointmentState state() const { return state_of(booking, answer, presence, told); }
};

/// A condition on a column `appointment`, with the account in $1: of visits that start in [$2, $3).
inline constexpr std::string_view of_visits_between =
    "appointment IN (SELECT visit.appointment FROM appointment visit WHERE visit.account = $1 AND visit.instant >= $2"
    " AND visit.instant < $3)";

class Appointments {
 public:
  explicit Appointments(Unit& unit) : unit_(unit) {}
  Result<std::optional<Appointment>> find(const std::string& source, const std::string& uid,
                                          const std::string& recurrence);
  Result<Appointment> get(AppointmentId id);
  /// What will be asked for about these (Db::foresee).
  Result<void> foresee(std::span<const Due> due);
  Result<AppointmentId> add(const Appointment& appointment);
  /// What the source says: client, start, booking, sequence, summary, audience.
  Result<void> rebook(const Appointment& appointment);
  /// A new start is a new promise: what was answered and told for the old one no longer counts.
  Result<void> forget_answers(AppointmentId id);
  Result<void> set_answer(AppointmentId id, Answer answer);
  /// What its client has said last for this start: of this visit, or of another row that is the same visit (a second
  /// source, a UID that changed). What was said of a booking that is no more, before this one was made, counts no more.
  Result<Answer> said(AppointmentId id);
  Result<void> set_presence(AppointmentId id, Presence presence);
  Result<void> set_told(AppointmentId id, Told told);
  /// It is told by another source from now on.
  Result<void> set_source(AppointmentId id, const std::string& source);
  /// All visits of one client are another's from now on.
  Result<void> hand_over(ClientId from, ClientId to);
  /// Starting in [from, to), in order of start.
  Result<std::vector<Appointment>> between(Instant from, Instant to);
  /// Booked, with a higher number than `after`, and starting at `from` or later: the lowest numbers first.
  Result<std::vector<Appointment>> booked_behind(AppointmentId after, Instant from, int limit);
  /// Of one source, booked and starting in [from, to): what a later import compares with.
  Result<std::vector<Appointment>> of_source(const std::string& source, Instant from, Instant to);
  /// Booked, of those clients, not begun: newest contact's first is the caller's business.
  Result<std::vector<Appointment>> ahead_of(ClientId client);
  /// Of that client, begun by now or cancelled: the newest first, at most `limit`.
  Result<std::vector<Appointment>> behind(ClientId client, int limit);

 private:
  Unit& unit_;
  Remembered<AppointmentId, Appointment> remembered_;
};

}  // namespace courtesy
