#include "store/clients.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "base/planted.h"
#include "base/recipient_key.h"
#include "store/attempts.h"
#include "store/failsafe.h"
#include "store/unit.h"

namespace courtesy {

namespace {

Error known_already() {
  return {ErrorCode::conflict, "there is a client with that name, number and address already: use that one"};
}

Result<std::optional<ClientId>> first_of(const Rows& rows) {
  return rows.empty() ? std::optional<ClientId>{} : std::optional(rows[0][0].id<ClientId>());
}

std::string select(std::string_view which) {
  return std::string(
             "SELECT client, name, number, email, zone, language, unreachable FROM client WHERE account = $1 AND ")
      .append(which);
}

/// The row's texts are taken out of it.
Client read(Row& row) {
  return {.id = row[0].id<ClientId>(),
          .name = row[1].take(),
          .number = row[2].take(),
          .email = row[3].take(),
          .zone = row[4].take(),
          .language = row[5].take(),
          .unreachable = row[6].take()};
}

Error nothing_to_consent_to(Channel channel) {
  return invalid(channel == Channel::email ? "This client has no email address: enter it first."
                                           : "This client has no phone number: enter it first.");
}

}  // namespace

Result<std::optional<ClientId>> Clients::find_as_now(const Client& client) {
  const Rows known =
      TRY(unit_.db().run("SELECT client FROM client WHERE account = $1 AND number = $2 AND email = $3 AND name = $4",
                         {unit_.account(), client.number, client.email, client.name}));
  if (!known.empty()) return first_of(known);
  const Rows spelled_otherwise =
      TRY(unit_.db().run("SELECT client FROM client WHERE account = $1 AND lower(email) = $3 AND email <> ''"
                         " AND number = $2 AND name = $4 ORDER BY client LIMIT 1",
                         {unit_.account(), client.number, recipient_key(client.email), client.name}));
  return first_of(spelled_otherwise);
}

Result<std::optional<ClientId>> Clients::find(const Client& client) {
  const auto now = TRY(find_as_now(client));
  if (now || (client.number.empty() && client.email.empty())) return now;
  return first_of(TRY(
      unit_.db().run("SELECT client FROM client_alias WHERE account = $1 AND number = $2 AND email = $3 AND name = $4",
                     {unit_.account(), client.number, recipient_key(client.email), client.name})));
}

Result<bool> Clients::was(ClientId client, const Client& named) {
  return !TRY(unit_.db().run("SELECT 1 FROM client_alias WHERE account = $1 AND number = $2 AND email = $3"
                             " AND name = $4 AND client = $5",
                             {unit_.account(), named.number, recipient_key(named.email), named.name, client}))
              .empty();
}

Result<ClientId> Clients::find_or_add(const Client& client) {
  const auto known = TRY(find(client));
  return known ? *known : TRY(add(client));
}

Result<ClientId> Clients::add(const Client& client) {
  const Rows added = TRY(unit_.db().run(
      "INSERT INTO client (account, client, name, number, email, zone, language, unreachable)"
      " VALUES ($1, (SELECT COALESCE(MAX(known.client), 0) + 1 FROM (SELECT MAX(client) AS client FROM client"
      " WHERE account = $1 UNION ALL SELECT MAX(client) FROM client_joined WHERE account = $1) known),"
      " $2, $3, $4, $5, $6, $7) "
      "ON CONFLICT (account, number, email, name) DO NOTHING RETURNING client",
      {unit_.account(), client.name, client.number, client.email, client.zone, client.language, client.unreachable}));
  if (added.empty()) return known_already();
  return added[0][0].id<ClientId>();
}

Result<std::int64_t> Clients::version(ClientId client) {
  const Rows rows =
      TRY(unit_.db().run("SELECT version FROM client WHERE account = $1 AND client = $2", {unit_.account(), client}));
  if (rows.empty()) return no_such_client(client);
  return rows[0][0].number();
}

Result<void> Clients::remember_as(const Client& before, ClientId client) {
  TRY(
      unit_.db().run("INSERT INTO client_alias (account, number, email, name, client) VALUES ($1, $2, $3, $4, $5)"
                     " ON CONFLICT (account, number, email, name) DO UPDATE SET client = $5",
                     {unit_.account(), before.number, recipient_key(before.email), before.name, client}));
  return {};
}

Result<void> Clients::remove_joined(const Client& gone, ClientId stays) {
  remembered_.forget(gone.id);
  for (const char* sql : {"UPDATE client_alias SET client = $3 WHERE account = $1 AND client = $2",
                          "UPDATE client_joined SET stays = $3 WHERE account = $1 AND stays = $2"})
    TRY(unit_.db().run(sql, {unit_.account(), gone.id, stays}));
  TRY(remember_as(gone, stays));
  TRY(unit_.db().run("INSERT INTO client_joined (account, client, stays, at) VALUES ($1, $2, $3, $4)",
                     {unit_.account(), gone.id, stays, unit_.now()}));
  TRY(unit_.db().run("DELETE FROM client WHERE account = $1 AND client = $2", {unit_.account(), gone.id}));
  return {};
}

Result<std::optional<ClientId>> Clients::joined_into(ClientId client) {
  const Rows rows = TRY(
      unit_.db().run("SELECT stays FROM client_joined WHERE account = $1 AND client = $2", {unit_.account(), client}));
  return rows.empty() ? std::optional<ClientId>{} : std::optional(rows[0][0].id<ClientId>());
}

Error Clients::no_such_client(ClientId client) {
  const auto stays = joined_into(client);
  if (!stays) return stays.error();
  if (!*stays) return Error{ErrorCode::not_found, "no such client"};
  return Error{ErrorCode::not_found,
               fmt::format("this client was joined with client {}: ask for that one", (*stays)->value())};
}

Result<void> Clients::change(const Client& client) {
  const Client before = TRY(get(client.id));
  remembered_.forget(client.id);
  const auto same =
      TRY(unit_.db().run("SELECT 1 FROM client WHERE account = $1 AND number = $2 AND email = $3"
                         " AND name = $4 AND client <> $5",
                         {unit_.account(), client.number, client.email, client.name, client.id}));
  if (!same.empty()) return known_already();
  TRY(remember_as(before, client.id));
  TRY(
      unit_.db().run("UPDATE client SET name = $3, number = $4, email = $5, zone = $6, language = $7, unreachable = $8,"
                     " version = version + 1 WHERE account = $1 AND client = $2",
                     {unit_.account(), client.id, client.name, client.number, client.email, client.zone,
                      client.language, client.unreachable}));
  return {};
}

namespace {

const std::string& select_one() {
  static const std::string sql = select("client = $2");
  return sql;
}
constexpr std::string_view select_consent =
    "SELECT 1 FROM consent WHERE account = $1 AND client = $2 AND channel = $3 AND recipient = $4"
    " AND withdrawn_at IS NULL";
constexpr std::string_view select_suppression =
    "SELECT 1 FROM suppression WHERE account = $1 AND recipient = $2 AND at <= $3";

/// The planted bug has read the opt-outs a moment ago, before this transaction.
Instant opt_outs_read_at(const Unit& unit) {
  return planted(Bug::opt_out_read_outside) ? unit.now() - milliseconds{100} : Instant::max();
}

}  // namespace

Result<void> Clients::foresee(std::span<const Due> due) {
  std::vector<Value> clients, consents, opt_outs;
  for (const auto& one : due) {
    clients.insert(clients.end(), {unit_.account(), one.client});
    consents.insert(consents.end(), {unit_.account(), one.client, to_string(one.key.channel), one.recipient});
    opt_outs.insert(opt_outs.end(), {unit_.account(), hash(recipient_key(one.recipient)), opt_outs_read_at(unit_)});
  }
  TRY(unit_.db().foresee(select_one(), 2, clients));
  TRY(unit_.db().foresee(select_consent, 4, consents));
  return unit_.db().foresee(select_suppression, 3, opt_outs);
}

Result<Client> Clients::get(ClientId client) {
  if (const Client* known = remembered_.find(client)) return *known;
  Rows rows = TRY(unit_.db().run(select_one(), {unit_.account(), client}));
  if (rows.empty()) return no_such_client(client);
  Client found = read(rows[0]);
  remembered_.keep(client, found);
  return found;
}

Result<std::vector<Client>> Clients::of_visits(Instant from, Instant to) {
  static const std::string sql = select(
      "client IN (SELECT visit.client FROM appointment visit WHERE visit.account = $1 AND visit.instant >= $2"
      " AND visit.instant < $3)");
  std::vector<Client> found;
  for (Row& row : TRY(unit_.db().run(sql, {unit_.account(), from, to}))) found.push_back(read(row));
  return found;
}

Result<void> Clients::consent(ClientId client, const std::string& attested) {
  return consent(client, TRY(get(client)), attested);
}

Result<void> Clients::consent(ClientId client, const Client& named, const std::string& attested) {
  const Client known = TRY(get(client));
  for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
    const std::string& recipient = known.recipient(channel);
    if (recipient.empty() || recipient_key(recipient) != recipient_key(named.recipient(channel))) continue;
    TRY(
        unit_.db().run("INSERT INTO consent (account, client, channel, recipient, attested, recorded_at)"
                       " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                       {unit_.account(), client, to_string(channel), recipient, attested, unit_.now()}));
  }
  return {};
}

Result<void> Clients::record_consent(ClientId client, Channel channel, const std::string& attested) {
  const Client known = TRY(get(client));
  const std::string& recipient = known.recipient(channel);
  if (recipient.empty()) return nothing_to_consent_to(channel);
  TRY(
      unit_.db().run("INSERT INTO consent (account, client, channel, recipient, attested, recorded_at)"
                     " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account, client, channel, recipient) DO UPDATE SET"
                     " attested = $5, recorded_at = $6, withdrawn_at = NULL, withdrawn_by = ''",
                     {unit_.account(), client, to_string(channel), recipient, attested, unit_.now()}));
  return {};
}

Result<void> Clients::withdraw_consent(ClientId client, Channel channel, const std::string& who) {
  const Client known = TRY(get(client));
  const std::string& recipient = known.recipient(channel);
  if (recipient.empty()) return nothing_to_consent_to(channel);
  TRY(
      unit_.db().run("INSERT INTO consent (account, client, channel, recipient, attested, recorded_at, withdrawn_at,"
                     " withdrawn_by) VALUES ($1, $2, $3, $4, '', $5, $5, $6)"
                     " ON CONFLICT (account, client, channel, recipient) DO UPDATE SET withdrawn_at = $5,"
                     " withdrawn_by = $6",
                     {unit_.account(), client, to_string(channel), recipient, unit_.now(), who}));
  return unit_.attempts().silence_unanswered(Reason::no_consent, recipient);
}

Result<std::optional<std::string>> Clients::withdrawn_by(ClientId client, Channel channel,
                                                         const std::string& recipient) {
  const std::string key = recipient_key(recipient);
  for (const auto& row : TRY(consents(client))) {
    if (row.channel == channel && recipient_key(row.recipient) == key && row.withdrawn_at)
      return std::optional(row.withdrawn_by);
  }
  return std::optional<std::string>{};
}

Result<std::vector<ConsentRow>> Clients::consents(ClientId client) {
  std::vector<ConsentRow> found;
  for (const auto& row :
       TRY(unit_.db().run("SELECT channel, recipient, attested, recorded_at, withdrawn_at, withdrawn_by FROM consent"
                          " WHERE account = $1 AND client = $2 ORDER BY channel, recorded_at",
                          {unit_.account(), client}))) {
    found.push_back({.channel = parse_channel(row[0].text()).value(),
                     .recipient = row[1].text(),
                     .attested = row[2].text(),
                     .recorded_at = row[3].instant(),
                     .withdrawn_at = row[4].maybe_instant(),
                     .withdrawn_by = row[5].text()});
  }
  return found;
}

Result<bool> Clients::consented(ClientId client, Channel channel, const std::string& recipient) {
  const Rows rows = TRY(unit_.db().run(select_consent, {unit_.account(), client, to_string(channel), recipient}));
  return !rows.empty();
}

std::string Clients::hash(const std::string& recipient) const {
  return hex(hmac_sha256(unit_.settings().suppression_key.reveal(), recipient));
}

Result<void> Clients::suppress(const std::string& recipient, const std::string& how) {
  const std::int64_t added = TRY(unit_.db().change(
      "INSERT INTO suppression (account, recipient, at, how) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
      {unit_.account(), hash(recipient_key(recipient)), unit_.now(), how}));
  if (added > 0) TRY(weigh_opt_out(unit_));
  return unit_.attempts().silence_unanswered(Reason::suppressed, recipient);
}

Result<bool> Clients::kept_out(const std::string& key) {
  const Rows rows = TRY(unit_.db().run(select_suppression, {unit_.account(), hash(key), opt_outs_read_at(unit_)}));
  return !rows.empty();
}

Result<bool> Clients::suppressed(const std::string& recipient) {
  const std::string key = recipient_key(recipient);
  if (TRY(kept_out(key))) return true;
  // Of an address, also as it was spelt by whoever opted out before spelling was settled.
  return key != recipient && TRY(kept_out(recipient));
}

Result<Clients::Hashes> Clients::opt_outs() {
  Hashes hashes;
  for (const auto& row : TRY(unit_.db().run("SELECT recipient FROM suppression WHERE account = $1", {unit_.account()})))
    hashes.insert(row[0].text());
  return hashes;
}

bool Clients::among(const Hashes& opt_outs, const std::string& recipient) const {
  const std::string key = recipient_key(recipient);
  return opt_outs.contains(hash(key)) || (key != recipient && opt_outs.contains(hash(recipient)));
}

Result<std::optional<OptOut>> Clients::opt_out(const std::string& recipient) {
  if (recipient.empty()) return std::optional<OptOut>{};
  const Rows rows = TRY(
      unit_.db().run("SELECT at, how FROM suppression WHERE account = $1 AND recipient IN ($2, $3) ORDER BY at LIMIT 1",
                     {unit_.account(), hash(recipient_key(recipient)), hash(recipient)}));
  if (rows.empty()) return std::optional<OptOut>{};
  return std::optional(OptOut{.at = rows[0][0].instant(), .how = rows[0][1].text()});
}

Result<void> Clients::unsuppress(const std::string& recipient) {
  TRY(unit_.db().run("DELETE FROM suppression WHERE account = $1 AND recipient IN ($2, $3)",
                     {unit_.account(), hash(recipient_key(recipient)), hash(recipient)}));
  return {};
}

Result<std::vector<ClientId>> Clients::with_number(const std::string& number) {
  std::vector<ClientId> clients;
  // The sign keeps SQLite from walking all the account's clients in their order: it takes the number's index.
  for (const auto& row :
       TRY(unit_.db().run("SELECT client FROM client WHERE account = $1 AND number = $2 ORDER BY +client",
                          {unit_.account(), number}))) {
    clients.push_back(row[0].id<ClientId>());
  }
  return clients;
}

}  // namespace courtesy
