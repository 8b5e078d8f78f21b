// Clients, their consents, and who wants no contact.
#pragma once

#include <string>
#include <vector>

#include "appointment/appointment.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct Client {
  ClientId id{};
  std::string name;
  std::string number;  ///< E.164 or empty
  std::string email;
  std::string zone;
  std::string language;
  std::string unreachable;

  /// The number or address for this channel; empty where there is none.
  const std::string& recipient(Channel channel) const { return channel == Channel::email ? email : number; }
};

class Clients {
 public:
  explicit Clients(Unit& unit) : unit_(unit) {}
  /// The client with that name, number and address, however the address is spelled: found, or new.
  Result<ClientId> find_or_add(const Client& client);
  Result<Client> get(ClientId client);
  /// Records a consent for the client's number (calls, texts) and address (email); an older one stays.
  Result<void> consent(ClientId client, const std::string& attested);
  Result<bool> consented(ClientId client, Channel channel, const std::string& recipient);
  /// Never contact this recipient again, however the address is spelled; `how` is on record. Doing it twice keeps the
  /// first.
  Result<void> suppress(const std::string& recipient, const std::string& how);
  Result<bool> suppressed(const std::string& recipient);
  /// Lifts it: only START or UNSTOP from that number, or a written request recorded by staff.
  Result<void> unsuppress(const std::string& recipient);
  Result<std::vector<ClientId>> with_number(const std::string& number);

 private:
  std::string hash(const std::string& recipient) const;
  Result<bool> kept_out(const std::string& key);
  Unit& unit_;
};

}  // namespace courtesy
