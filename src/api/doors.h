// The ways in: signing in and out, the first person of an installation, links that work once.
#pragma once

#include <boost/json/fwd.hpp>
#include <list>
#include <memory>

#include "api/call.h"
#include "api/gate.h"
#include "api/hasher.h"
#include "api/settings.h"
#include "http/seam.h"
#include "store/accounts.h"
#include "store/store.h"

namespace courtesy::api {

/// `{"name", "spoken_name", "zone", "country", "caller_number", "callback_number", "email_from", "language"}`. Errors:
/// `invalid`, naming the field.
Result<Account> read_account(const boost::json::object& body, const Settings& settings);

/// What a password of this person must not be made of.
std::vector<std::string> password_context(const std::string& name, const std::string& email,
                                          const std::string& business);

/// Under which whoever asks has the page: `https://reminders.example.org`, without a slash.
std::string page_address(const http::Request& request, const Gate& gate, const Settings& settings);
/// The address of a link's page.
std::string link_address(const std::string& page, const std::string& token);

class Doors {
 public:
  struct Parts {
    Store& store;
    const Settings& settings;
    Gate& gate;
    Hasher& hasher;
  };
  explicit Doors(Parts parts) : parts_(parts) {}

  /// `{"email", "password", "code"}`. A wrong email and a wrong password get one answer, after one time.
  void sign_in(Call call, http::Respond respond);
  void sign_out(Call call, http::Respond respond);

  /// What is still to be set up, and whether that may be done from where it is asked.
  void get_setup(const Call& call, http::Respond respond);
  /// `{"name", "email", "password", "account": {...}}`: the operator, and owner of every account that has none. From
  /// this machine only, and while there is nobody.
  void post_setup(Call call, http::Respond respond);

  /// `{"email"}`: a letter with a link for a new password, to somebody who is known, where there is mail. Whether
  /// there was one is not told.
  void ask_for_link(Call call, http::Respond respond);
  /// `{"token"}`: what it is for.
  void look_at_link(const Call& call, http::Respond respond);
  /// `{"token", "name", "password"}`.
  void use_link(Call call, http::Respond respond);

  /// A wrong sign-in, and a wish for a link, are answered so long after they came, however long it took to find out.
  static constexpr milliseconds wrong_after{700};

 private:
  struct Try;
  struct Entry;

  void judge(std::shared_ptr<Try> attempt);
  void end(Try& attempt);
  void answer_later(Uptime began, http::Respond respond, http::Response response);
  void enter(std::shared_ptr<Entry> entry);
  void join_as_known(std::shared_ptr<Entry> entry);
  void make_person(std::shared_ptr<Entry> entry);
  void set_password(std::shared_ptr<Entry> entry);
  /// Hashes `entry.password` beside the loop, then `next`.
  void hash(std::shared_ptr<Entry> entry, UniqueFunction<void(std::shared_ptr<Entry>)> next);

  struct Late {
    http::Respond respond;
    http::Response response;
    std::unique_ptr<Timer> timer;
  };
  Parts parts_;
  std::list<Late> late_;
};

}  // namespace courtesy::api
