// A request that was let in: who asks, for which account, and what for.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "access/key.h"
#include "access/role.h"
#include "appointment/appointment.h"
#include "http/message.h"
#include "store/kept_requests.h"
#include "store/person_sessions.h"

namespace courtesy::api {

/// Whom the door let in. Nobody: without a person and without a key.
struct Actor {
  AccountId account{};  ///< that everything is asked of; 0: none
  std::string who;      ///< as it goes on record
  std::optional<access::Role> role{};
  PersonId person{};
  std::int64_t session = 0;  ///< of the person; 0: none, as in a demo
  std::string email{};
  bool is_operator = false;
  bool has_factor = false;
  bool factor_fresh = false;
  bool demo = false;  ///< a visitor of the demo
  std::optional<access::KeyKind> key{};
  std::int64_t key_id = 0;
  std::string key_name{};
  bool nobody_yet = false;  ///< there is not a single person: somebody has to set this up

  bool known() const { return person || key; }
  access::Standing standing() const {
    return {.signed_in = known(),
            .is_operator = is_operator,
            .role = role,
            .is_key = key.has_value(),
            .factor_fresh = factor_fresh};
  }
  /// `person 3`, `key 7`: under what its requests are kept and counted.
  std::string subject() const {
    return key ? "key " + std::to_string(account.value()) + "." + std::to_string(key_id)
               : "person " + std::to_string(person.value());
  }
};

struct Call {
  http::Request request;
  Actor actor;
  std::vector<std::string> at{};  ///< what stands where the route has {…}
  http::Fields query{};
  boost::json::object body{};
  std::optional<KeyedRequest> keyed{};
  std::string noted{};  ///< `POST /agents`: goes on record with the caller's name; empty: the function says it itself
};

/// Whom what is booked by them may reach. In a demo (`simulated`) nobody real can be, and a test key tries all of it.
inline Audience audience_of(const Actor& actor, bool simulated) {
  if (actor.key == access::KeyKind::guest) return Audience::guests;
  return actor.key == access::KeyKind::test && !simulated ? Audience::nobody : Audience::everybody;
}

/// From this machine itself, through no proxy.
inline bool is_from_here(const http::Request& request) {
  return request.peer.starts_with("127.") || request.peer == "::1" || request.peer.starts_with("::ffff:127.");
}

}  // namespace courtesy::api
