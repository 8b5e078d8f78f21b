#include "store/join_clients.h"

#include <fmt/format.h>

#include "base/recipient_key.h"
#include "store/appointments.h"
#include "store/attempts.h"
#include "store/booking.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// The two as they are before.
struct Pair {
  Client stays;
  Client goes;
};

Result<Pair> pair_of(Unit& unit, const Join& join) {
  const Client stays = TRY(unit.clients().get(join.stays));
  if (join.stays == join.goes) return invalid("a client is not joined with itself: name the other one");
  return Pair{.stays = stays, .goes = TRY(unit.clients().get(join.goes))};
}

Client joined_from(const Pair& pair, const TakenDetails& take) {
  Client made = pair.stays;
  if (take.name) made.name = pair.goes.name;
  if (take.email) made.email = pair.goes.email;
  if (take.zone) made.zone = pair.goes.zone;
  if (take.language) made.language = pair.goes.language;
  if (take.number) {
    made.number = pair.goes.number;
    made.unreachable = pair.goes.unreachable;
  }
  return made;
}

bool same_ways(const Client& a, const Client& b) {
  return a.number == b.number && recipient_key(a.email) == recipient_key(b.email);
}

/// By whom a consent for this way, as this client has it now or as the one client will, was withdrawn; nothing: it was
/// not. What it will be may be a number that this client had long ago.
Result<std::optional<std::string>> withdrawn_by(Unit& unit, const Client& client, const Client& made, Channel channel) {
  auto who = TRY(unit.clients().withdrawn_by(client.id, channel, client.recipient(channel)));
  return who ? who : TRY(unit.clients().withdrawn_by(client.id, channel, made.recipient(channel)));
}

struct Withdrawal {
  Channel channel;
  std::string who;
};
Result<std::vector<Withdrawal>> withdrawals_of(Unit& unit, const Pair& pair, const Client& made) {
  std::vector<Withdrawal> found;
  for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
    if (made.recipient(channel).empty()) continue;
    for (const Client* one : {&pair.stays, &pair.goes}) {
      const auto who = TRY(withdrawn_by(unit, *one, made, channel));
      if (!who) continue;
      found.push_back({channel, *who});
      break;
    }
  }
  return found;
}

/// Why either of them wants no contact this way.
Result<std::optional<OptOut>> opt_out_of(Unit& unit, const Pair& pair, const std::string Client::*way) {
  const auto own = TRY(unit.clients().opt_out(pair.stays.*way));
  return own ? own : TRY(unit.clients().opt_out(pair.goes.*way));
}

/// Reminders of these visits, and those of them that wait.
Result<int> waiting_of(Unit& unit, ClientId client) {
  return static_cast<int>(TRY(unit.db().run(
      "SELECT COUNT(*) FROM reminder r JOIN appointment a ON a.account = r.account AND a.appointment ="
      " r.appointment WHERE r.account = $1 AND a.client = $2 AND r.state = 'waiting'",
      {unit.account(), client}))[0][0]
                              .number());
}

/// Who wants no contact must still want none after the join: it is kept with the number or address, and one that nobody
/// has any more would be forgotten with it.
Result<void> keeps_opt_outs(Unit& unit, const Pair& pair, const Client& made) {
  for (const auto& [way, word] : {std::pair(&Client::number, "number"), std::pair(&Client::email, "email address")}) {
    if (!(made.*way).empty() || !TRY(opt_out_of(unit, pair, way))) continue;
    return Error{
        ErrorCode::conflict,
        fmt::format("one of the two wants no contact at an {0} that the one client would not have: keep that {0} "
                    "too, so that the wish stays with it",
                    word)};
  }
  return {};
}

/// A third who is what the one client would be already: who of the three is whom, a person decides.
Result<void> is_nobody_else(Unit& unit, const Pair& pair, const Client& made) {
  const Rows third =
      TRY(unit.db().run("SELECT client FROM client WHERE account = $1 AND number = $2 AND email = $3 AND name = $4"
                        " AND client <> $5 AND client <> $6 ORDER BY client LIMIT 1",
                        {unit.account(), made.number, made.email, made.name, pair.stays.id, pair.goes.id}));
  if (third.empty()) return {};
  return Error{ErrorCode::conflict,
               fmt::format("client {} has that name, number and address already: keep other details, or join with that "
                           "one first",
                           third[0][0].number())};
}

Result<Joined> look(Unit& unit, const Pair& pair, const TakenDetails& take) {
  Joined joined{.client = joined_from(pair, take)};
  TRY(is_nobody_else(unit, pair, joined.client));
  TRY(keeps_opt_outs(unit, pair, joined.client));
  const auto of_all = TRY(unit.db().run("SELECT COUNT(*) FROM appointment WHERE account = $1 AND client = $2",
                                        {unit.account(), pair.goes.id}));
  joined.ahead = static_cast<int>(TRY(unit.appointments().ahead_of(pair.goes.id)).size());
  joined.behind = static_cast<int>(of_all[0][0].number()) - joined.ahead;
  joined.waiting = TRY(waiting_of(unit, pair.goes.id));
  for (const auto& one : TRY(withdrawals_of(unit, pair, joined.client))) joined.withdrawn.push_back(one.channel);
  joined.never_number = TRY(opt_out_of(unit, pair, &Client::number)).has_value();
  joined.never_email = TRY(opt_out_of(unit, pair, &Client::email)).has_value();
  for (const Client* one : {&pair.stays, &pair.goes})
    joined.planned_anew |= !same_ways(*one, joined.client) || one->zone != joined.client.zone;
  return joined;
}

/// Those of the one that goes, for numbers and addresses for which the other has none; of two the withdrawn one.
Result<void> hand_over_consents(Unit& unit, const Pair& pair) {
  Db& db = unit.db();
  const std::vector<Value> both{unit.account(), pair.goes.id, pair.stays.id};
  constexpr const char* same = " AND o.channel = consent.channel AND o.recipient = consent.recipient";
  TRY(db.run(fmt::format("DELETE FROM consent WHERE account = $1 AND client = $3 AND withdrawn_at IS NULL AND EXISTS"
                         " (SELECT 1 FROM consent o WHERE o.account = $1 AND o.client = $2"
                         " AND o.withdrawn_at IS NOT NULL{})",
                         same),
             both));
  TRY(db.run(fmt::format("DELETE FROM consent WHERE account = $1 AND client = $2 AND EXISTS"
                         " (SELECT 1 FROM consent o WHERE o.account = $1 AND o.client = $3{})",
                         same),
             both));
  TRY(db.run("UPDATE consent SET client = $3 WHERE account = $1 AND client = $2", both));
  return {};
}

/// What has happened to the one that goes has happened to the one that stays: `already_told` asks for it.
Result<void> hand_over_history(Unit& unit, const Pair& pair) {
  const std::vector<Value> both{unit.account(), pair.goes.id, pair.stays.id};
  // Contacts lie by recipient: these are all that any attempt for that client has counted against.
  TRY(
      unit.db().run("UPDATE recipient_contact SET client = $3 WHERE account = $1 AND client = $2 AND recipient IN"
                    " (SELECT recipient FROM attempt WHERE account = $1 AND client = $2 UNION"
                    " SELECT lower(recipient) FROM attempt WHERE account = $1 AND client = $2)",
                    both));
  for (const char* table : {"attempt", "call_session", "staff_task", "recording"})
    TRY(unit.db().run(fmt::format("UPDATE {} SET client = $3 WHERE account = $1 AND client = $2", table), both));
  return unit.appointments().hand_over(pair.goes.id, pair.stays.id);
}

Result<void> keep_opt_out(Unit& unit, const std::optional<OptOut>& opt_out, const std::string& recipient) {
  if (!opt_out || recipient.empty() || TRY(unit.clients().suppressed(recipient))) return {};
  return unit.clients().suppress(recipient, opt_out->how);
}

/// `ahead`: visits whose client was `before`. What was due before is left out: nobody is contacted by a join.
Result<void> plan_anew(Unit& unit, std::span<const Appointment> ahead, const Client& before, const Client& now) {
  const bool other_recipient = !same_ways(before, now);
  if (!other_recipient && before.zone == now.zone) return {};
  for (const auto& one : ahead) TRY(plan_for_changed_client(unit, one, other_recipient, Past::left_out));
  return {};
}

Result<void> note(Unit& unit, const Pair& pair, const Client& made, const std::string& who) {
  LedgerBody body = LedgerBody().plain("who", who).plain("joined", std::to_string(pair.goes.id.value()));
  const auto told = [&](const std::string& name, std::string Client::*way) {
    if (!(pair.goes.*way).empty()) body.personal("joined_" + name, pair.goes.*way);
    if (pair.stays.*way != made.*way) body.personal("was_" + name, pair.stays.*way).personal(name, made.*way);
  };
  told("name", &Client::name);
  told("number", &Client::number);
  told("email", &Client::email);
  return unit.ledger().append(
      {.kind = LedgerKind::by_hand, .code = "clients_joined", .client = made.id, .body = std::move(body)});
}

}  // namespace

Result<Joined> preview_join(Unit& unit, const Join& join) { return look(unit, TRY(pair_of(unit, join)), join.take); }

Result<Joined> join_clients(Unit& unit, const Join& join, const std::string& who) {
  const Pair pair = TRY(pair_of(unit, join));
  Joined joined = TRY(look(unit, pair, join.take));
  const Client& made = joined.client;
  const auto withdrawals = TRY(withdrawals_of(unit, pair, made));
  const auto no_number = TRY(opt_out_of(unit, pair, &Client::number));
  const auto no_email = TRY(opt_out_of(unit, pair, &Client::email));
  const auto ahead_of_stays = TRY(unit.appointments().ahead_of(made.id));
  auto ahead_of_goes = TRY(unit.appointments().ahead_of(pair.goes.id));
  TRY(hand_over_consents(unit, pair));
  TRY(hand_over_history(unit, pair));
  TRY(unit.clients().remove_joined(pair.goes, made.id));
  TRY(unit.clients().change(made));
  TRY(keep_opt_out(unit, no_number, made.number));
  TRY(keep_opt_out(unit, no_email, made.email));
  for (const auto& one : withdrawals) {
    if (!TRY(withdrawn_by(unit, made, made, one.channel)))
      TRY(unit.clients().withdraw_consent(made.id, one.channel, one.who));
  }
  TRY(note(unit, pair, made, who));
  TRY(plan_anew(unit, ahead_of_stays, pair.stays, made));
  for (auto& one : ahead_of_goes) one.client = made.id;
  TRY(plan_anew(unit, ahead_of_goes, pair.goes, made));
  return joined;
}

}  // namespace courtesy
