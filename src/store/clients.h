// Clients, their consents, and who wants no contact.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "appointment/appointment.h"
#include "queue/due.h"
#include "store/db.h"
#include "store/remembered.h"

namespace courtesy {

class Unit;

struct Client {
  ClientId id{};
  std::string name;
  std::string number;  ///< E.164 or empty
  std::string email;
  std::string zone;
  std::string language;
  std::string unreachable;  ///< why what a source gave is no number; empty where it gave one, or nothing

  /// The number or address for this channel; empty where there is none.
  const std::string& recipient(Channel channel) const { return channel == Channel::email ? email : number; }
};

/// A consent as it is on record, for one number or address; also one that was withdrawn.
struct ConsentRow {
  Channel channel;
  std::string recipient;
  std::string attested;  ///< empty: there was none when it was withdrawn
  Instant recorded_at;
  std::optional<Instant> withdrawn_at;
  std::string withdrawn_by;
};

/// That somebody wants no contact. `how` is `staff`, or by which way the client said so themselves.
struct OptOut {
  Instant at;
  std::string how;
  bool by_staff() const { return how == "staff"; }
};

class Clients {
 public:
  explicit Clients(Unit& unit) : unit_(unit) {}
  /// The client with that name, number and address, however the address is spelled, and also as they were before
  /// somebody changed them here: found, or new.
  Result<ClientId> find_or_add(const Client& client);
  /// What had neither number nor address is found by those words no more: of two with one name it could be either.
  Result<std::optional<ClientId>> find(const Client& client);
  /// The same, but only as they are now: for what a person types, who means what they type.
  Result<std::optional<ClientId>> find_as_now(const Client& client);
  /// Whether that is what this client was called before somebody changed it here.
  Result<bool> was(ClientId client, const Client& named);
  /// Errors: `conflict` where there is that very client already.
  Result<ClientId> add(const Client& client);
  /// Errors: `not_found`; of one that was joined with another it says which.
  Result<Client> get(ClientId client);
  /// Whose visits start in [from, to), each once.
  Result<std::vector<Client>> of_visits(Instant from, Instant to);
  /// Grows with each change.
  Result<std::int64_t> version(ClientId client);
  /// Name, number, address, zone and language; a source that still has the old ones means the same client. Errors:
  /// `conflict` where another client is that already.
  Result<void> change(const Client& client);
  /// Of two who are one (join_clients.h): `gone` is there no more, and sources that name it mean `stays`.
  Result<void> remove_joined(const Client& gone, ClientId stays);
  /// Where a client has gone who is there no more; nothing: there never was one, or there is.
  Result<std::optional<ClientId>> joined_into(ClientId client);
  /// Records a consent for the client's number (calls, texts) and address (email); an older one stays, and one that was
  /// withdrawn stays withdrawn.
  Result<void> consent(ClientId client, const std::string& attested);
  /// The same for those ways alone that the client has and that `named` has too: what a source attests it attests of
  /// the numbers that it has.
  Result<void> consent(ClientId client, const Client& named, const std::string& attested);
  /// A person records it: also where it was withdrawn before. Errors: `invalid` without a number or address.
  Result<void> record_consent(ClientId client, Channel channel, const std::string& attested);
  /// No import gives it again. Errors: `invalid` without a number or address.
  Result<void> withdraw_consent(ClientId client, Channel channel, const std::string& who);
  /// Who withdrew the consent for this number, or address however it is spelled; nothing: nobody did.
  Result<std::optional<std::string>> withdrawn_by(ClientId client, Channel channel, const std::string& recipient);
  /// All of them, also for numbers that the client does not have any more.
  Result<std::vector<ConsentRow>> consents(ClientId client);
  /// What will be asked for about these (Db::foresee).
  Result<void> foresee(std::span<const Due> due);
  Result<bool> consented(ClientId client, Channel channel, const std::string& recipient);
  /// Never contact this recipient again, however the address is spelled; `how` is on record. Doing it twice keeps the
  /// first.
  Result<void> suppress(const std::string& recipient, const std::string& how);
  Result<bool> suppressed(const std::string& recipient);
  /// The same for many recipients: all of the account's hashes, and whether one is among them.
  using Hashes = std::set<std::string>;
  Result<Hashes> opt_outs();
  bool among(const Hashes& opt_outs, const std::string& recipient) const;
  Result<std::optional<OptOut>> opt_out(const std::string& recipient);
  /// Lifts it: only START or UNSTOP from that number, or a written request recorded by staff.
  Result<void> unsuppress(const std::string& recipient);
  Result<std::vector<ClientId>> with_number(const std::string& number);

 private:
  std::string hash(const std::string& recipient) const;
  Result<bool> kept_out(const std::string& key);
  Result<void> remember_as(const Client& before, ClientId client);
  Error no_such_client(ClientId client);
  Unit& unit_;
  Remembered<ClientId, Client> remembered_;
};

}  // namespace courtesy
