#include "simulation/february.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/random.h"
#include "base/zone.h"

namespace courtesy::simulation {
namespace {

constexpr const char* home = "America/New_York";
constexpr int clinics = 10;
constexpr int slots = 20;       // a day, every half hour from eight
constexpr int vaccinated = 30;  // tomorrow from four, one a minute
constexpr int in_series = 6;    // visits of one client on one day, every half hour

class Drawing {
 public:
  explicit Drawing(std::uint64_t seed) : random_(SeededRandom(seed).fork("february")) { incident_.plan.seed = seed; }

  February draw() {
    const auto at = [](hours hour, minutes minute) {
      return Zone::find(home).value().resolve(LocalTime{tuesday + hour + minute}).instant;
    };
    incident_.plan.begins = at(hours{6}, minutes{0});
    incident_.down = at(hours{8}, minutes{30});
    incident_.back = at(hours{16}, minutes{30});
    incident_.ends = incident_.plan.ends = at(hours{19}, minutes{30});
    for (int clinic = 0; clinic < clinics; ++clinic) draw_clinic(clinic);
    std::ranges::stable_sort(incident_.plan.actions, {}, &Action::at);
    return std::move(incident_);
  }

 private:
  static constexpr auto tuesday = std::chrono::local_days{std::chrono::year{2026} / 2 / 10};

  /// Every reminder that falls due while the workers are down: calls for tomorrow, texts for today and for Friday,
  /// emails for next Tuesday.
  void draw_clinic(int clinic) {
    incident_.plan.clinics.push_back(
        {.name = fmt::format("Clinic {}", clinic + 1), .caller_number = fmt::format("+1617555{:04}", 100 + clinic)});
    for (const int day : {0, 1, 3, 7}) {
      for (int slot = 0; slot < slots; slot += day < 2 ? 1 : 2) {
        const LocalTime start{tuesday + std::chrono::days{day} + hours{8} + minutes{30} * slot};
        draw_changes(draw_booking(clinic, fmt::format("visit-{}-{}", day, slot), draw_patient(), start));
      }
    }
    for (int i = 0; i < vaccinated; ++i) {
      const LocalTime start{tuesday + std::chrono::days{1} + hours{16} + minutes{i}};
      draw_copy(draw_booking(clinic, fmt::format("vaccination-{}", i), draw_patient(), start));
    }
    // Whoever comes six times on one day would be told of each visit: by texts today, by calls for tomorrow.
    draw_series(clinic, "today", LocalTime{tuesday + hours{16} + minutes{30}});
    draw_series(clinic, "tomorrow", LocalTime{tuesday + std::chrono::days{1} + hours{14} + minutes{30}});
  }

  void draw_series(int clinic, const char* name, LocalTime first) {
    const int patient = draw_patient();
    for (int i = 0; i < in_series; ++i)
      draw_booking(clinic, fmt::format("{}-{}", name, i), patient, first + minutes{30} * i);
  }

  Action draw_booking(int clinic, const std::string& uid, int patient, LocalTime start) {
    incident_.plan.actions.push_back({.at = incident_.plan.begins,
                                      .kind = ActionKind::book,
                                      .clinic = clinic,
                                      .uid = uid,
                                      .patient = patient,
                                      .start = start,
                                      .zone = home});
    return incident_.plan.actions.back();
  }

  /// One in six is in the calendar twice, under two uids.
  void draw_copy(Action booking) {
    if (!random_.chance(1.0 / 6)) return;
    booking.uid += "-copy";
    incident_.plan.actions.push_back(booking);
  }

  /// While the workers are down, a fifth of them; the others may be there twice.
  void draw_changes(Action book) {
    const auto drawn = random_.below(100);
    if (drawn >= 20) return draw_copy(book);
    book.at = incident_.down +
              milliseconds{random_.below(static_cast<std::uint64_t>((incident_.back - incident_.down).count()))};
    book.sequence = 1;
    if (drawn < 12) book.kind = ActionKind::cancel;
    if (drawn >= 12 && drawn < 18) {
      book.kind = ActionKind::move;
      book.start += hours{24};
    }
    if (drawn >= 18) book.kind = ActionKind::opt_out;
    incident_.plan.actions.push_back(book);
  }

  /// One in ten shares the phone of somebody before.
  int draw_patient() {
    auto& patients = incident_.plan.patients;
    const auto number = static_cast<int>(patients.size());
    Patient patient{.name = fmt::format("Client {}", number),
                    .number = fmt::format("+1617555{:04}", 2000 + number),
                    .email = fmt::format("client{}@mail.example", number),
                    .zones = {home}};
    if (number > 0 && random_.chance(0.1)) patient.number = patients.back().number;
    patients.push_back(std::move(patient));
    return number;
  }

  SeededRandom random_;
  February incident_;
};

}  // namespace

February draw_february(std::uint64_t seed) { return Drawing(seed).draw(); }

void PhoneRecord::take(const phonenet::Entry& entry) {
  using phonenet::EntryKind;
  const bool contact = entry.kind == EntryKind::call_accepted || entry.kind == EntryKind::email_delivered ||
                       (entry.kind == EntryKind::text_accepted && entry.detail != "reply");
  if (apart_.contains(entry.to)) {
    if (entry.kind == EntryKind::ring && !rang_apart_) rang_apart_ = entry.at;
    return;
  }
  if (contact) contacts_.push_back({.at = entry.at, .kind = entry.kind, .recipient = entry.to});
}

PhoneRecord::Seen PhoneRecord::since(Instant from) const {
  Seen seen;
  std::map<std::string, int> each;
  for (auto contact = contacts_.begin(); contact != contacts_.end(); ++contact) {
    if (contact->at < from) continue;
    ++seen.contacts;
    seen.first_hour += contact->at < from + hours{1} ? 1 : 0;
    seen.calls += contact->kind == phonenet::EntryKind::call_accepted ? 1 : 0;
    seen.texts += contact->kind == phonenet::EntryKind::text_accepted ? 1 : 0;
    seen.emails += contact->kind == phonenet::EntryKind::email_delivered ? 1 : 0;
    seen.most = std::max(seen.most, ++each[contact->recipient]);
    const auto later = std::ranges::find_if(contact, contacts_.end(),
                                            [&](const Contact& other) { return other.at >= contact->at + minutes{5}; });
    seen.busiest_five_minutes = std::max(seen.busiest_five_minutes, static_cast<int>(later - contact));
  }
  seen.people = static_cast<int>(each.size());
  return seen;
}

bool PhoneRecord::reached(const std::string& recipient, Instant from) const {
  return std::ranges::any_of(
      contacts_, [&](const Contact& contact) { return contact.at >= from && contact.recipient == recipient; });
}

}  // namespace courtesy::simulation
