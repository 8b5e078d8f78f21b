// People's errands: what staff and the source do, again and again until it is saved; strangers; who looks after what
// has stopped.
#include <fmt/format.h>

#include <algorithm>

#include "base/zone.h"
#include "phonenet/webhooks/signature.h"
#include "simulation/clinic.h"
#include "simulation/day.h"
#include "simulation/names.h"
#include "simulation/world.h"
#include "store/answers.h"
#include "store/appointments.h"
#include "store/booking.h"
#include "store/clients.h"
#include "store/doubts.h"
#include "store/held.h"
#include "store/trips.h"

namespace courtesy::simulation {
namespace {

constexpr const char* source = "clinic.ics";
constexpr hours people_decide_within{4};

/// What a source says of one booking.
intake::Booked booked_of(const Patient& patient, const std::string& uid, LocalTime start, const std::string& zone,
                         std::int64_t sequence) {
  intake::Booked booked;
  booked.uid = uid;
  booked.sequence = sequence;
  booked.start = {.local = start,
                  .zone = zone,
                  .instant = Zone::find(zone).value().resolve(start).instant,
                  .authority = Authority::local};
  booked.name = patient.name;
  if (!patient.number.empty()) booked.number = PhoneNumber::parse(patient.number).value();
  booked.email = patient.email;
  return booked;
}

/// Whether the store has this booking so.
bool stands_so(Db& db, AccountId account, const intake::Booked& booked) {
  const auto rows = db.run(
      "SELECT p.booking, p.local, p.zone, c.number, c.name FROM appointment p JOIN client c"
      " ON c.account = p.account AND c.client = p.client WHERE p.account = $1 AND p.source = $2 AND p.uid = $3",
      {account, source, booked.uid});
  if (!rows || rows->empty()) return false;
  const Row& row = (*rows)[0];
  if (row[0].text() != to_string(booked.booking)) return false;
  return row[1].text() == to_string(booked.start.local) && row[2].text() == booked.start.zone &&
         row[4].text() == booked.name;
}

}  // namespace

/// Staff press a button until it says that it is saved.
struct World::Errand {
  AccountId account;
  std::function<Result<void>(Unit&)> work;
  std::vector<Change> changes;
  std::function<void(Life&)> then;
  bool done = false;
};

void World::write(AccountId account, std::function<Result<void>(Unit&)> work, std::vector<Change> changes) {
  auto errand = std::make_shared<Errand>();
  errand->account = account;
  errand->work = std::move(work);
  errand->changes = std::move(changes);
  run(errand);
}

void World::run(const std::shared_ptr<Errand>& errand) {
  if (errand->done) return;
  const auto life = serving();
  // Whether it was saved or not: who hears nothing presses again.
  delays_.in(seconds{40}, [this, errand] { run(errand); });
  if (!life || life->loop.paused()) return;
  life->store->write(
      errand->account,
      [this, errand](Unit& unit) -> Result<void> {
        TRY(errand->work(unit));
        if (running_ != nullptr)
          running_->changes.insert(running_->changes.end(), errand->changes.begin(), errand->changes.end());
        return {};
      },
      [errand, life](WriteEnding ending) {
        if (ending.commit != CommitEnding::committed || errand->done) return;
        errand->done = true;
        if (errand->then) errand->then(*life);
        life->node->changed();
      });
}

std::string World::present_uid(const Action& action) const {
  const auto renamed = renamed_.find({action.clinic + 1, action.uid});
  return renamed == renamed_.end() ? action.uid : renamed->second;
}

void World::act(const Action& action) {
  counts_.add(fmt::format("action.{}", name_of(action.kind)));
  const AccountId account(action.clinic + 1);
  switch (action.kind) {
    case ActionKind::book:
    case ActionKind::move:
    case ActionKind::cancel:
    case ActionKind::come_back:
    case ActionKind::edit:
    case ActionKind::renumber:
    case ActionKind::rezone: return book(action);
    case ActionKind::reexport: return reexport(action);
    case ActionKind::opt_out:
    case ActionKind::opt_in: {
      const bool out = action.kind == ActionKind::opt_out;
      const Patient& patient = model_.patient(action.patient);
      for (const std::string& recipient : {patient.number, patient.email}) {
        if (recipient.empty()) continue;
        write(account,
              [recipient, out](Unit& unit) {
                return out ? unit.clients().suppress(recipient, "staff") : unit.clients().unsuppress(recipient);
              },
              {{.what = fmt::format("{} {}", recipient, out ? "is written off" : "is taken on again"),
                .apply =
                    [account, recipient, out](Model& model, Instant now) {
                      if (out) model.opt_out(account.value(), recipient, now);
                      if (!out) model.opt_in(account.value(), recipient, now);
                    },
                .present = [](Db&) { return false; }}});
      }
      return;
    }
    case ActionKind::stop:
    case ActionKind::release: {
      const bool stops = action.kind == ActionKind::stop;
      auto errand = std::make_shared<Errand>();
      errand->account = account;
      errand->work = [stops](Unit& unit) {
        return stops ? unit.accounts().set_stop("staff", "a drill") : unit.accounts().clear_stop();
      };
      errand->changes = {{.what = stops ? "is stopped" : "is released",
                          .apply =
                              [account, stops](Model& model, Instant now) {
                                if (stops) model.stop(account.value(), now);
                                if (!stops) model.release(account.value());
                              },
                          .present =
                              [account, stops](Db& db) {
                                Unit unit(db, account, Instant{}, simulated_store_settings(), {});
                                const auto stop = unit.accounts().stop();
                                return stop.ok() && stop->has_value() == stops;
                              }}};
      if (stops) errand->then = [](Life& life) { life.node->stopped(); };
      return run(errand);
    }
    case ActionKind::stranger: return send_as_stranger(action);
  }
}

void World::book(const Action& action) {
  const AccountId account(action.clinic + 1);
  const std::string uid = present_uid(action);
  intake::Booked booked = booked_of(model_.patient(action.patient), uid, action.start, action.zone, action.sequence);
  // After a new export its events are counted anew.
  if (uid != action.uid && booked.sequence < 1'000) booked.sequence += 1'000;
  if (action.kind == ActionKind::cancel) booked.booking = Booking::cancelled;
  if (action.kind == ActionKind::edit) booked.summary = "Room 2";
  const bool cancelled = action.kind == ActionKind::cancel;
  auto taken = std::make_shared<bool>(false);
  const Visit visit{account.value(), uid};
  write(account,
        [booked, taken, attested = std::string(model_.patient(action.patient).consents ? sample_consent : ""),
         past = time_.now() <= plan_.begins ? Past::left_out : Past::may_be_late](Unit& unit) -> Result<void> {
          const ImportCounts counts =
              TRY(take_bookings(unit, {.name = source, .attested = attested, .past = past}, std::span(&booked, 1)));
          *taken = counts.unchanged == 0;
          return {};
        },
        {{.what = fmt::format("{} is {} for {}{}", uid, to_string(booked.start.local), booked.name,
                              cancelled ? ", cancelled" : ""),
          .apply =
              [visit, action, taken, cancelled](Model& model, Instant now) {
                if (!*taken) return;
                if (cancelled) return model.cancel(visit, now);
                model.book(visit, action.patient, action.start, action.zone, now);
              },
          .present =
              [account, booked, taken](Db& db) {
                *taken = stands_so(db, account, booked);
                return *taken;
              }}});
}

/// The calendar program writes the same event under another uid, and the old one is in it no more.
void World::reexport(const Action& action) {
  const AccountId account(action.clinic + 1);
  const std::string uid = present_uid(action);
  const Promise* promise = model_.standing({account.value(), uid});
  if (promise == nullptr || uid != action.uid) return;
  const std::string again = uid + "-again";
  renamed_[{account.value(), uid}] = again;
  const Promise old = *promise;
  const auto as = [&](const std::string& name, std::int64_t sequence) {
    return booked_of(model_.patient(old.patient), name, old.start, old.zone, sequence);
  };
  std::vector<intake::Booked> both{as(again, 1'000), as(uid, 1'000)};
  both.back().booking = Booking::cancelled;
  write(account,
        [both, attested = std::string(model_.patient(old.patient).consents ? sample_consent : "")](
            Unit& unit) -> Result<void> {
          TRY(take_bookings(unit, {.name = source, .attested = attested}, both));
          return {};
        },
        {{.what = fmt::format("{} is now {}", uid, again),
          .apply =
              [account, uid, again](Model& model, Instant now) {
                model.rename({account.value(), uid}, {account.value(), again}, now);
              },
          .present = [account, booked = both.front()](Db& db) { return stands_so(db, account, booked); }}});
}

void World::send_as_stranger(const Action&) {
  const auto life = serving();
  if (!life || life->loop.paused()) return;
  const bool forged = chance_.chance(0.5);
  const std::string path = fmt::format("/twilio/call/1.1.{}/status", SeededRandom(chance_.next()).token(16));
  const http::Fields fields{{"AccountSid", account_sid},
                            {"CallSid", "CA00000000000000000000000000000001"},
                            {"CallStatus", "completed"},
                            {"From", plan_.clinics[0].caller_number},
                            {"To", "+16175552000"}};
  http::Request request{.method = "POST", .url = path};
  request.headers = {
      {"Content-Type", "application/x-www-form-urlencoded"},
      {"X-Twilio-Signature", forged ? "Zm9yZ2Vk" : phonenet::sign(auth_token, std::string(our_origin) + path, fields)}};
  request.body = http::encode_form(fields);
  life->loop.post([this, life, forged, request = std::move(request)]() mutable {
    life->node->handle(std::move(request), [this, forged](http::Response response) {
      counts_.add(fmt::format("stranger.{}", response.status));
      const bool refused = response.status == (forged ? 403 : 404) || response.status == 503;
      if (!refused) checker_.violation("stranger", forged ? "forged" : "of nobody", std::to_string(response.status));
    });
  });
}

/// In a quarter of such moments the booking is cancelled before the node knows that its request was in vain; in another
/// its client has told the desk that it stands.
void World::meanwhile(const PlannedFault& fault, const std::string& token) {
  const SeenIntent* intent = checker_.intent_of(token);
  if (intent == nullptr || fault.dice % 4 > 1) return;
  const Promise* promise = model_.standing({intent->account, intent->uid});
  if (promise == nullptr) return;
  if (fault.dice % 4 == 1) return confirm(*promise);
  act({.at = time_.now(),
       .kind = ActionKind::cancel,
       .clinic = static_cast<int>(intent->account) - 1,
       .uid = intent->uid,
       .patient = promise->patient,
       .start = promise->start,
       .zone = promise->zone,
       .sequence = ++sequence_});
}

/// Staff write down that the client has confirmed, unless the visit is another by then.
void World::confirm(const Promise& promise) {
  const AccountId account(promise.visit.first);
  const std::string uid = promise.visit.second, start = to_string(promise.start);
  auto taken = std::make_shared<bool>(false);
  write(account,
        [uid, start, taken](Unit& unit) -> Result<void> {
          const auto visit = TRY(unit.appointments().find(source, uid, ""));
          *taken = visit && to_string(visit->start.local) == start &&
                   TRY(set_answer(unit, {visit->id, visit->client, visit->start.key()}, Answer::confirmed));
          return {};
        },
        {{.what = uid + " is confirmed at the desk",
          .apply =
              [visit = promise.visit, start, taken](Model& model, Instant now) {
                if (*taken) model.answer(visit, start, now, true);
              },
          .present =
              [account, uid, taken](Db& db) {
                const auto rows =
                    db.run("SELECT answer FROM appointment WHERE account = $1 AND source = $2 AND uid = $3",
                           {account, source, uid});
                *taken = rows && !rows->empty() && (*rows)[0][0].text() == to_string(Answer::confirmed);
                return *taken;
              }}});
}

/// Once an hour somebody looks at what waits for a person: it is decided within four hours.
void World::review() {
  delays_.in(hours{1}, [this] { review(); });
  if (!serving() || !machine_.on()) return;
  release_trips();
  for (std::size_t clinic = 0; clinic < plan_.clinics.size(); ++clinic) {
    const AccountId account(static_cast<std::int64_t>(clinic) + 1);
    look_at_held(account);
    look_at_doubts(account);
  }
}

void World::release_trips() {
  const auto stopped = machine_.db().run(
      "SELECT account, stopped_at FROM account WHERE stopped_at IS NOT NULL AND stopped_who = 'failsafe'"
      " UNION ALL SELECT 0, at FROM stop WHERE who = 'failsafe' ORDER BY 1");
  if (!stopped) return;
  for (const auto& row : *stopped) {
    const AccountId account = row[0].id<AccountId>();
    // A person has asked for it as well: then it is theirs to release.
    if (model_.stopped(account.value())) continue;
    counts_.add("trips.seen");
    if (chance_.chance(0.3) && time_.now() - row[1].instant() < people_decide_within - hours{1}) continue;
    counts_.add("trips.released");
    counts_.add("trips.minutes",
                std::chrono::duration_cast<minutes>(time_.now() + machine_.clock_offset - row[1].instant()).count());
    write(account, [](Unit& unit) -> Result<void> {
      TRY(unit.trips().decide("operator", "looked at what would go out"));
      return unit.accounts().clear_stop();
    });
  }
}

namespace {

/// What staff decided about one held reminder.
struct HeldDecision {
  ReminderKey key;
  std::string name;
  bool released;
};

Result<std::string> name_of(Unit& unit, const ReminderKey& key) {
  const Appointment appointment = TRY(unit.appointments().get(key.appointment));
  return fmt::format("clinic {} {} rule {} of {}", unit.account().value(), appointment.uid, key.rule.value() % 1'000,
                     key.start);
}

bool decided_so(Db& db, AccountId account, const HeldDecision& decision) {
  const auto rows = db.run(
      "SELECT approved_at IS NOT NULL, reason FROM reminder"
      " WHERE account = $1 AND appointment = $2 AND rule = $3 AND channel = $4 AND start = $5",
      {account, decision.key.appointment, decision.key.rule, to_string(decision.key.channel), decision.key.start});
  if (!rows || rows->empty()) return false;
  return decision.released ? (*rows)[0][0].number() != 0 : (*rows)[0][1].text() == "discarded";
}

}  // namespace

/// Half of the time the whole list is released; else each reminder by itself, and a third of them is discarded.
void World::look_at_held(AccountId account) {
  const auto held =
      machine_.db().run("SELECT COUNT(*), MIN(held_at) FROM reminder WHERE account = $1 AND state = 'held'", {account});
  if (!held || (*held)[0][0].number() == 0) return;
  counts_.add("people.held_seen");
  if (chance_.chance(0.5) && time_.now() - (*held)[0][1].instant() < people_decide_within - hours{1}) return;
  const bool whole = chance_.chance(0.5);
  auto decisions = std::make_shared<std::vector<HeldDecision>>();
  write(account,
        [this, whole, decisions, dice = chance_.next()](Unit& unit) -> Result<void> {
          decisions->clear();
          SeededRandom each(dice);
          for (const HeldReminder& one : TRY(unit.held().list(500))) {
            const bool released = whole || each.below(3) > 0;
            decisions->push_back({one.key, TRY(name_of(unit, one.key)), released});
            const std::span<const ReminderKey> key(&one.key, 1);
            if (released) {
              TRY(unit.held().release(key, "staff", "still of use"));
            } else {
              TRY(unit.held().discard(key, "staff", "told by hand"));
            }
          }
          return {};
        },
        {{.what = "its held list is gone through",
          .apply =
              [this, decisions](Model&, Instant) {
                for (const HeldDecision& one : *decisions) {
                  counts_.add(one.released ? "people.released" : "people.discarded");
                  if (one.released) checker_.released(one.name);
                  if (!one.released) checker_.discarded(one.name);
                }
              },
          .present =
              [account, decisions](Db& db) {
                std::erase_if(*decisions, [&](const HeldDecision& one) { return !decided_so(db, account, one); });
                return !decisions->empty();
              }}});
}

/// What nobody can tell at the desk the phones can: staff ring up, and say what is true.
void World::look_at_doubts(AccountId account) {
  const auto doubts = machine_.db().run(
      "SELECT attempt FROM attempt WHERE account = $1 AND decided = '' AND ended_at IS NOT NULL"
      " AND (state IN ('unknown', 'absent') OR (state = 'ended' AND outcome = 'none')) ORDER BY attempt",
      {account});
  if (!doubts) return;
  for (const auto& row : *doubts) {
    const AttemptId attempt = row[0].id<AttemptId>();
    const auto reached = checker_.reached(account.value(), attempt.value());
    counts_.add("people.doubts_seen");
    if (!reached || chance_.chance(0.3)) continue;
    const bool again = !checker_.was_accepted(account.value(), attempt.value()) && chance_.chance(0.5);
    auto fate = std::make_shared<courtesy::Fate>(*reached ? courtesy::Fate::reached
                                                 : again  ? courtesy::Fate::again
                                                          : courtesy::Fate::not_reached);
    auto refused = std::make_shared<bool>(false);
    write(account,
          [attempt, fate, refused](Unit& unit) -> Result<void> {
            if (*refused) return {};  // its fate was known meanwhile
            const auto decided = Doubts(unit).decide(attempt, *fate, "staff", "rang them up");
            if (decided) return {};
            *refused = *fate != courtesy::Fate::again;
            *fate = courtesy::Fate::not_reached;
            return decided.error();
          },
          {{.what = fmt::format("attempt {}: {}", attempt.value(), to_string(*fate)),
            .apply =
                [this, account, attempt, fate, refused](Model&, Instant) {
                  counts_.add(*refused ? "people.doubt_settled" : fmt::format("people.{}", courtesy::to_string(*fate)));
                  if (!*refused && *fate == courtesy::Fate::again) checker_.again(account.value(), attempt.value());
                },
            .present =
                [account, attempt, fate](Db& db) {
                  const auto rows =
                      db.run("SELECT decided FROM attempt WHERE account = $1 AND attempt = $2", {account, attempt});
                  return rows && !rows->empty() && (*rows)[0][0].text() == courtesy::to_string(*fate);
                }}});
  }
}

}  // namespace courtesy::simulation
