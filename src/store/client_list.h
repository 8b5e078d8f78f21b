// The account's clients as a list: searched, and those with whom something is wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/clients.h"

namespace courtesy {

class Unit;

/// Whom the list shows.
enum class ClientShow {
  all,
  problems,    ///< any of the next four
  bad,         ///< a number that cannot be used
  missing,     ///< neither a number nor an address
  doubled,     ///< another client has the same number
  no_consent,  ///< a number or address, and no consent for any of them
  never,       ///< who wants no contact
};
std::optional<ClientShow> parse_client_show(std::string_view text);

struct ClientQuery {
  std::string text{};  ///< in name, number or address
  ClientShow show = ClientShow::all;
  ClientId after{};  ///< the last one of the page before; 0: from the beginning
  int limit = 50;
};

struct ListedClient {
  Client client;
  bool bad = false;
  bool missing = false;
  bool doubled = false;
  bool no_consent = false;
  bool never = false;  ///< the number or the address is on the list of those who want no contact
  std::optional<Instant> next{};
};

struct ClientPage {
  std::vector<ListedClient> clients;
  ClientId next{};  ///< 0: there are no more
};
/// By name. `never` looks at no more than `most_looked_at` clients at once, since opt-outs are kept as hashes: such a
/// page may be shorter than `limit` although there are more.
Result<ClientPage> list_clients(Unit& unit, const ClientQuery& query);
inline constexpr int most_looked_at = 2'000;

struct ClientCounts {
  std::int64_t all = 0;
  std::int64_t bad = 0;
  std::int64_t missing = 0;
  std::int64_t doubled = 0;
  std::int64_t no_consent = 0;
};
Result<ClientCounts> count_clients(Unit& unit);

}  // namespace courtesy
