#include "simulation/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/zone.h"

namespace courtesy::simulation {
namespace {

constexpr const char* home = "America/New_York";
constexpr hours calm{8};

struct Area {
  const char* code;
  std::vector<std::string> zones;
  int weight;
};

/// By the maps, not by the engine's tables. 850 is a part of Florida that two zones share.
const std::vector<Area>& areas() {
  static const std::vector<Area> all{{"617", {home}, 74},
                                     {"312", {"America/Chicago"}, 8},
                                     {"480", {"America/Phoenix"}, 5},
                                     {"213", {"America/Los_Angeles"}, 5},
                                     {"850", {home, "America/Chicago"}, 5},
                                     {"808", {"Pacific/Honolulu"}, 3}};
  return all;
}

const Area& draw_area(Random& random) {
  auto drawn = static_cast<int>(random.below(100));
  for (const Area& area : areas()) {
    drawn -= area.weight;
    if (drawn < 0) return area;
  }
  return areas().front();
}

class Drawing {
 public:
  explicit Drawing(const WorkloadSettings& settings)
      : settings_(settings), random_(SeededRandom(settings.seed).fork("workload")) {
    plan_.seed = settings.seed;
  }

  Plan draw() {
    const auto first = std::chrono::local_days{std::chrono::year{2026} / 1 / 5} +
                       std::chrono::days{static_cast<int>(random_.below(364))};
    first_ = settings_.first.value_or(first);
    plan_.begins = instant_of(LocalTime{first_ + hours{6}}, home);
    plan_.ends = plan_.begins + hours{24 * settings_.days};
    draw_clinics();
    draw_patients();
    draw_bookings();
    draw_stops();
    for (Clinic& clinic : plan_.clinics) {
      if (random_.chance(0.2)) clinic.per_minute = 30;
    }
    plan_.watch = random_.chance(0.3);
    std::stable_sort(plan_.actions.begin(), plan_.actions.end(),
                     [](const Action& a, const Action& b) { return a.at < b.at; });
    plan_.faults = draw_faults(SeededRandom(settings_.seed).fork("faults"), settings_.faults,
                               plan_.begins + minutes{10}, plan_.ends - calm);
    return std::move(plan_);
  }

 private:
  static Instant instant_of(LocalTime local, const std::string& zone) {
    return Zone::find(zone).value().resolve(local).instant;
  }

  void draw_clinics() {
    plan_.clinics.push_back({.name = "Harbour Physiotherapy", .caller_number = "+16175550198"});
    if (!random_.chance(0.2)) return;
    plan_.clinics.push_back({.name = "Maple Dental", .caller_number = "+16175550197"});
    if (random_.chance(0.5)) plan_.clinics.push_back({.name = "Elm Street Eyes", .caller_number = "+16175550196"});
  }

  void draw_patients() {
    // In a third of the seeds they come often, so that caps and pauses matter.
    const int visits_each = random_.chance(0.33) ? 4 : 2;
    const int patients = std::max(20, settings_.appointments_a_day * (settings_.days + 7) / visits_each);
    for (int i = 0; i < patients; ++i) {
      Patient patient{.name = fmt::format("Client {}", i), .number = {}, .email = {}, .zones = {}};
      const Area& area = draw_area(random_);
      patient.number = fmt::format("+1{}555{:04}", area.code, 2000 + i);
      patient.zones = area.zones;
      if (random_.chance(0.8)) patient.email = fmt::format("client{}@mail.example", i);
      if (i > 0 && random_.chance(0.12)) {  // a family has one phone, and perhaps one address
        const Patient& other = plan_.patients.back();
        patient.number = other.number;
        patient.zones = other.zones;
        if (random_.chance(0.5)) patient.email = other.email;
        patient.may_be_rung = other.may_be_rung;
      } else if (random_.chance(0.05)) {
        patient.number.clear();
        patient.zones.clear();
      } else if (random_.chance(0.02)) {
        draw_not_rung(patient, i);
      }
      patient.consents = !random_.chance(0.02);
      plan_.patients.push_back(std::move(patient));
    }
  }

  /// A number in Britain, or a premium one.
  void draw_not_rung(Patient& patient, int i) {
    const bool abroad = random_.chance(0.5);
    patient.may_be_rung = false;
    patient.number = abroad ? fmt::format("+44207946{:04}", i % 1'000) : fmt::format("+1900555{:04}", 2'000 + i);
    patient.zones = {abroad ? "Europe/London" : home};
  }

  /// Slots of 25 minutes from 08:30; a second clinic's are shifted, so that no two of one family begin together.
  LocalTime slot(int day, int number) const {
    return LocalTime{first_ + std::chrono::days{day} + hours{8} + minutes{30} + minutes{25} * number};
  }
  bool open(int day) const { return std::chrono::weekday{first_ + std::chrono::days{day}} != std::chrono::Sunday; }

  void draw_bookings() {
    const auto clinics = static_cast<int>(plan_.clinics.size());
    for (int day = 0; day < settings_.days + 8; ++day) {
      if (!open(day)) continue;
      for (int number = 0; number < settings_.appointments_a_day; ++number) {
        draw_booking(day, number, number % clinics);
      }
    }
    for (int clinic = 0; clinic < clinics; ++clinic) {
      if (random_.chance(0.15)) draw_reexport(clinic);
    }
    for (std::size_t i = 0; i < plan_.patients.size(); ++i) {
      if (random_.chance(0.02)) draw_opt_out(static_cast<int>(i));
    }
  }

  void draw_booking(int day, int number, int clinic) {
    const std::string uid = fmt::format("visit-{}-{}-{}", clinic, day, number);
    const auto patient = static_cast<int>(random_.below(plan_.patients.size()));
    Action book{.at = plan_.begins, .kind = ActionKind::book, .clinic = clinic, .uid = uid, .patient = patient};
    book.start = slot(day, number);
    book.zone = home;
    if (random_.chance(0.3)) {
      const auto before = hours{static_cast<int>(random_.below(24 * 6)) + 1};
      book.at = std::max(plan_.begins, instant_of(book.start, home) - before);
    }
    if (book.at >= plan_.ends) return;
    plan_.actions.push_back(book);
    booked_.push_back(book);
    draw_changes(book, day);
  }

  /// At a moment when one of its reminders is being sent, or any time before it begins.
  Instant worst_moment(LocalTime start, const std::string& zone, Instant after) {
    static constexpr std::array jitter{-1000, -50, -5, 0, 1, 5, 20, 50, 100, 300, 1'000, 5'000, 20'000, 45'000};
    const Instant begins = instant_of(start, zone);
    if (random_.chance(0.6)) {
      const Instant due = due_of(1 + static_cast<int>(random_.below(rules)), start, zone);
      const Instant at = due + milliseconds{jitter[random_.below(jitter.size())]};
      if (at > after) return at;
    }
    const auto span = std::max<std::int64_t>(1, (begins - after).count());
    return after + milliseconds{random_.below(static_cast<std::uint64_t>(span))};
  }

  Action& change(const Action& last, ActionKind kind) {
    Action next = last;
    next.kind = kind;
    next.at = worst_moment(last.start, last.zone, last.at);
    next.sequence = last.sequence + 1;
    plan_.actions.push_back(next);
    return plan_.actions.back();
  }

  void draw_changes(const Action& book, int day) {
    const auto drawn = random_.below(100);
    if (drawn < 8) {
      Action& move = change(book, ActionKind::move);
      move.start = slot(day + 1 + static_cast<int>(random_.below(3)), 0) + seconds{60 * (1 + random_.below(480))};
      if (random_.chance(0.3)) {  // and back again
        Action back = move;
        back.at = worst_moment(book.start, book.zone, move.at);
        back.start = book.start;
        back.sequence = move.sequence + 1;
        plan_.actions.push_back(back);
      }
    } else if (drawn < 16) {
      const Action cancel = change(book, ActionKind::cancel);
      if (random_.chance(0.25)) (void)change(cancel, ActionKind::come_back);
    } else if (drawn < 19) {
      Action& other = change(book, ActionKind::renumber);
      other.patient = static_cast<int>(random_.below(plan_.patients.size()));
    } else if (drawn < 22) {
      (void)change(book, ActionKind::edit);
    } else if (drawn < 24) {
      Action& zone = change(book, ActionKind::rezone);
      zone.zone = random_.chance(0.5) ? "America/Denver" : "America/Los_Angeles";
    }
  }

  void draw_reexport(int clinic) {
    const Instant at = plan_.begins + hours{1} +
                       milliseconds{random_.below(static_cast<std::uint64_t>(
                           std::max<std::int64_t>(1, (plan_.ends - plan_.begins).count() / 2)))};
    for (const Action& book : booked_) {
      if (book.clinic != clinic || book.at > at || instant_of(book.start, home) < at) continue;
      Action again = book;
      again.kind = ActionKind::reexport;
      again.at = at;
      again.sequence = 100;
      plan_.actions.push_back(again);
    }
  }

  void draw_opt_out(int patient) {
    std::vector<const Action*> own;
    for (const Action& book : booked_) {
      if (book.patient == patient) own.push_back(&book);
    }
    if (own.empty()) return;
    const Action& about = *own[random_.below(own.size())];
    Action out{.at = worst_moment(about.start, about.zone, about.at), .kind = ActionKind::opt_out};
    out.clinic = about.clinic;
    out.patient = patient;
    plan_.actions.push_back(out);
    if (!random_.chance(0.3)) return;
    out.kind = ActionKind::opt_in;
    out.at += hours{20};
    plan_.actions.push_back(out);
  }

  void draw_stop(int clinic) {
    const auto whole = static_cast<std::uint64_t>((plan_.ends - calm - plan_.begins).count());
    Action stop{.at = plan_.begins + milliseconds{random_.below(whole)}, .kind = ActionKind::stop, .clinic = clinic};
    if (!booked_.empty() && random_.chance(0.7)) {
      const Action& about = booked_[random_.below(booked_.size())];
      const Instant at = due_of(1 + static_cast<int>(random_.below(3)), about.start, about.zone);
      if (at > plan_.begins && at < plan_.ends - calm) stop.at = at + milliseconds{random_.below(3'000)};
    }
    plan_.actions.push_back(stop);
    stop.kind = ActionKind::release;
    stop.at += minutes{5 + static_cast<int>(random_.below(180))};
    plan_.actions.push_back(stop);
  }

  void draw_stops() {
    if (random_.chance(0.35)) draw_stop(static_cast<int>(random_.below(plan_.clinics.size())));
    if (random_.chance(0.2)) draw_stop(-1);
    for (int i = 0; i < 3; ++i) {
      const auto whole = static_cast<std::uint64_t>((plan_.ends - plan_.begins).count());
      plan_.actions.push_back({.at = plan_.begins + milliseconds{random_.below(whole)}, .kind = ActionKind::stranger});
    }
  }

  const WorkloadSettings& settings_;
  SeededRandom random_;
  Plan plan_;
  LocalDate first_{};
  std::vector<Action> booked_;
};

}  // namespace

std::string_view name_of(ActionKind kind) {
  switch (kind) {
    case ActionKind::book: return "book";
    case ActionKind::move: return "move";
    case ActionKind::cancel: return "cancel";
    case ActionKind::come_back: return "come_back";
    case ActionKind::edit: return "edit";
    case ActionKind::renumber: return "renumber";
    case ActionKind::rezone: return "rezone";
    case ActionKind::reexport: return "reexport";
    case ActionKind::opt_out: return "opt_out";
    case ActionKind::opt_in: return "opt_in";
    case ActionKind::stop: return "stop";
    case ActionKind::release: return "release";
    case ActionKind::stranger: return "stranger";
  }
  return "";
}

Instant due_of(int rule, LocalTime start, const std::string& zone) {
  const Zone place = Zone::find(zone).value();
  const auto day = std::chrono::floor<std::chrono::days>(start);
  switch (rule) {
    case 1: return place.resolve(start - std::chrono::days{1}).instant;
    case 2: return place.resolve(start).instant - hours{2};
    case 3: return place.resolve(LocalTime{day - std::chrono::days{3} + hours{10}}).instant;
    default: return place.resolve(LocalTime{day - std::chrono::days{7} + hours{10}}).instant;
  }
}

Plan draw_plan(const WorkloadSettings& settings) { return Drawing(settings).draw(); }

const char* workload_people() {
  return R"([mix]
confirms = 34
cancels = 5
call-back = 5
opts-out = 3
ignores = 8
busy = 6
no-answer = 8
voicemail = 14
voicemail-no-beep = 3
wrong-keys = 4
wrong-keys-gives-up = 2
hangs-up = 4
not-in-service = 1
hears-again = 2
impatient = 2
)";
}

}  // namespace courtesy::simulation
