// What a person does about themselves: password, second factor, sessions, which account they look at.
#pragma once

#include <boost/json/fwd.hpp>
#include <memory>

#include "api/call.h"
#include "api/hasher.h"
#include "api/settings.h"
#include "http/seam.h"
#include "store/store.h"

namespace courtesy::api {

/// GET /me: the person, what protects it, and where it is signed in.
Result<boost::json::object> me(Unit& unit, const Actor& actor);
/// What GET /session adds about whoever asks: `person` or `key`, and `accounts`.
Result<void> add_actor(Unit& unit, const Actor& actor, boost::json::object& session);

/// `{"account": 2}`. Errors: `not_found` for one that the person is not in.
Result<boost::json::object> look_at_account(Unit& unit, const Actor& actor, const boost::json::object& body);
Result<boost::json::object> rename_me(Unit& unit, const Actor& actor, const boost::json::object& body);
Result<boost::json::object> end_session(Unit& unit, const Actor& actor, std::int64_t session);
Result<boost::json::object> end_other_sessions(Unit& unit, const Actor& actor);

/// What needs the password once more, which is looked at beside the loop.
class Self {
 public:
  struct Parts {
    Store& store;
    const Settings& settings;
    Hasher& hasher;
  };
  explicit Self(Parts parts) : parts_(parts) {}

  /// `{"password", "new_password"}`: all other sessions end.
  void change_password(Call call, http::Respond respond);
  /// `{"password"}`: a seed, for an authenticator; it counts once prove_factor() has seen a code of it. Where there is
  /// a second factor already, one of its codes has been shown a short while ago.
  void begin_factor(Call call, http::Respond respond);
  /// `{"code"}`: from now on it is asked for; answers with recovery codes, shown this once.
  void prove_factor(Call call, http::Respond respond);
  /// `{"password", "code"}`.
  void drop_factor(Call call, http::Respond respond);
  /// `{"code"}`: shown in this session, for what asks for one.
  void show_factor(Call call, http::Respond respond);
  /// Ten new ones in place of the old.
  void new_recovery_codes(Call call, http::Respond respond);

 private:
  struct Errand;
  using Next = UniqueFunction<void(std::shared_ptr<Errand>)>;
  /// `next`, once `password` of the body is the person's own.
  void with_password(Call call, http::Respond respond, Next next);
  void finish(std::shared_ptr<Errand> errand, UniqueFunction<Result<void>(Unit&, Errand&)> work);

  Parts parts_;
};

}  // namespace courtesy::api
