// Our own HTTP: the page's files and its API, as docs/reference/api.md tells it.
#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <set>
#include <string_view>

#include "api/doors.h"
#include "api/events.h"
#include "api/gate.h"
#include "api/hasher.h"
#include "api/imports.h"
#include "api/limits.h"
#include "api/looks.h"
#include "api/machine_trials.h"
#include "api/prompts.h"
#include "api/rehearsals.h"
#include "api/route.h"
#include "api/self.h"
#include "api/settings.h"
#include "api/verifications.h"
#include "http/files.h"
#include "http/seam.h"
#include "store/store.h"

namespace courtesy::api {

/// Lives on the loop. Store and loop outlive it.
class Api final : public http::Handler {
 public:
  Api(Store& store, Loop& loop, Settings settings);

  /// Everything but `/v1/` is a file of the page.
  void handle(http::Request request, http::Respond respond) override;

  /// The most bytes that a request for this path may have: for the server's own limit.
  static std::size_t body_limit(std::string_view method, std::string_view path);
  /// What the server refuses before it comes here, as whoever asked expects it: a problem in their language, or words.
  static http::Response refused(int status, const http::Request& asked, std::string_view why);

  // For the routes, which are its parts (routes/)
  // --------------------------------------------------------------------

  using Question = UniqueFunction<Result<boost::json::object>(Unit&)>;
  /// One snapshot of the caller's account, one answer.
  void ask(const Call& call, Question question, http::Respond respond);
  /// One unit of the caller's account, then `after`, then its answer. A request that was kept is answered from what was
  /// kept.
  void write(const Call& call, Question question, std::function<void()> after, http::Respond respond);
  /// The same of another account than the caller's: 0 is the installation.
  void write_in(AccountId account, const Call& call, Question question, std::function<void()> after,
                http::Respond respond);
  /// GET /session.
  void tell_session(const Call& call, http::Respond respond);
  void stop_house(const Call& call, const std::string& why, http::Respond respond);
  void tell_sound(const Call& call, RecordingId message, http::Respond respond);

  const Settings& settings() const { return settings_; }
  Store& store() { return store_; }
  Gate& gate() { return gate_; }
  Doors& doors() { return doors_; }
  Self& self() { return self_; }
  Events& events() { return events_; }
  Looks& looks() { return looks_; }
  Imports& imports() { return imports_; }
  PromptFiles& prompt_files() { return prompt_files_; }
  Rehearsals& rehearsals() { return rehearsals_; }
  MachineTrials& machine_trials() { return machine_trials_; }
  Verifications& verifications() { return verifications_; }

 private:
  struct Visit;

  bool known_host(const http::Request& request) const;
  void route(http::Request request, http::Respond respond);
  void admit(std::shared_ptr<Visit> visit, Actor actor);
  /// What speaks against it; none: it goes on.
  std::optional<http::Response> refusal(const Visit& visit, const Actor& actor) const;
  void take(const Visit& visit, Actor actor, http::Respond respond);
  /// A request that writes in several units, or none: kept once it is answered.
  void take_once(const Route& route, Call call, http::Respond respond);
  void note_seen(const Actor& actor);

  Store& store_;
  Settings settings_;
  http::Files files_{"web/", "The page is at /, the API at /v1."};
  Gate gate_;
  Limits limits_;
  Hasher hasher_;
  Doors doors_;
  Self self_;
  Events events_;
  Looks looks_;
  Imports imports_;
  PromptFiles prompt_files_;
  Rehearsals rehearsals_;
  MachineTrials machine_trials_;
  Verifications verifications_;
  std::set<std::string> running_;  // keyed requests under way that write in several units
  std::map<std::string, Instant, std::less<>> seen_;
};

}  // namespace courtesy::api
