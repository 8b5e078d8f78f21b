#include "store/clients.h"

#include "base/bytes.h"
#include "base/planted.h"
#include "store/attempts.h"
#include "store/failsafe.h"
#include "store/recipient_key.h"
#include "store/unit.h"

namespace courtesy {

Result<ClientId> Clients::find_or_add(const Client& client) {
  const Rows known =
      TRY(unit_.db().run("SELECT client FROM client WHERE account = $1 AND number = $2 AND email = $3 AND name = $4",
                         {unit_.account(), client.number, client.email, client.name}));
  if (!known.empty()) return known[0][0].id<ClientId>();
  const Rows spelled_otherwise =
      TRY(unit_.db().run("SELECT client FROM client WHERE account = $1 AND lower(email) = $3 AND email <> ''"
                         " AND number = $2 AND name = $4 ORDER BY client LIMIT 1",
                         {unit_.account(), client.number, recipient_key(client.email), client.name}));
  if (!spelled_otherwise.empty()) return spelled_otherwise[0][0].id<ClientId>();
  const Rows added = TRY(unit_.db().run(
      "INSERT INTO client (account, client, name, number, email, zone, language, unreachable)"
      " VALUES ($1, (SELECT COALESCE(MAX(client), 0) + 1 FROM client WHERE account = $1), $2, $3, $4, $5, $6, $7) "
      "RETURNING client",
      {unit_.account(), client.name, client.number, client.email, client.zone, client.language, client.unreachable}));
  return added[0][0].id<ClientId>();
}

Result<Client> Clients::get(ClientId client) {
  const Rows rows =
      TRY(unit_.db().run("SELECT name, number, email, zone, language, unreachable FROM client"
                         " WHERE account = $1 AND client = $2",
                         {unit_.account(), client}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such client"};
  const Row& row = rows[0];
  return Client{.id = client,
                .name = row[0].text(),
                .number = row[1].text(),
                .email = row[2].text(),
                .zone = row[3].text(),
                .language = row[4].text(),
                .unreachable = row[5].text()};
}

Result<void> Clients::consent(ClientId client, const std::string& attested) {
  const Client known = TRY(get(client));
  const std::pair<Channel, const std::string&> ways[] = {
      {Channel::call, known.number}, {Channel::text, known.number}, {Channel::email, known.email}};
  for (const auto& [channel, recipient] : ways) {
    if (recipient.empty()) continue;
    TRY(
        unit_.db().run("INSERT INTO consent (account, client, channel, recipient, attested, recorded_at)"
                       " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                       {unit_.account(), client, to_string(channel), recipient, attested, unit_.now()}));
  }
  return {};
}

Result<bool> Clients::consented(ClientId client, Channel channel, const std::string& recipient) {
  const Rows rows =
      TRY(unit_.db().run("SELECT 1 FROM consent WHERE account = $1 AND client = $2 AND channel = $3 AND recipient = $4",
                         {unit_.account(), client, to_string(channel), recipient}));
  return !rows.empty();
}

std::string Clients::hash(const std::string& recipient) const {
  return hex(hmac_sha256(unit_.settings().suppression_key.reveal(), recipient));
}

Result<void> Clients::suppress(const std::string& recipient, const std::string& how) {
  const Rows added =
      TRY(unit_.db().run("INSERT INTO suppression (account, recipient, at, how) VALUES ($1, $2, $3, $4) ON CONFLICT DO "
                         "NOTHING RETURNING 1",
                         {unit_.account(), hash(recipient_key(recipient)), unit_.now(), how}));
  if (!added.empty()) TRY(weigh_opt_out(unit_));
  return unit_.attempts().silence_unanswered(Reason::suppressed, recipient);
}

Result<bool> Clients::kept_out(const std::string& key) {
  // The planted bug has read them a moment ago, before this transaction.
  const Instant read_at = planted(Bug::opt_out_read_outside) ? unit_.now() - milliseconds{100} : Instant::max();
  const Rows rows = TRY(unit_.db().run("SELECT 1 FROM suppression WHERE account = $1 AND recipient = $2 AND at <= $3",
                                       {unit_.account(), hash(key), read_at}));
  return !rows.empty();
}

Result<bool> Clients::suppressed(const std::string& recipient) {
  const std::string key = recipient_key(recipient);
  if (TRY(kept_out(key))) return true;
  // Of an address, also as it was spelt by whoever opted out before spelling was settled.
  return key != recipient && TRY(kept_out(recipient));
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
