// Our own HTTP: the page's files and its API, as docs/reference/api.md tells it.
#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>
#include <vector>

#include "api/events.h"
#include "api/imports.h"
#include "api/prompts.h"
#include "api/settings.h"
#include "http/files.h"
#include "http/seam.h"
#include "store/store.h"

namespace courtesy::api {

/// Lives on the loop. Store and loop outlive it.
class Api final : public http::Handler {
 public:
  Api(Store& store, Loop& loop, Settings settings);

  /// Everything but `/api/` is a file of the page.
  void handle(http::Request request, http::Respond respond) override;

  /// The most bytes that a request for this path may have: for the server's own limit.
  static std::size_t body_limit(std::string_view method, std::string_view path);

 private:
  using Question = UniqueFunction<Result<boost::json::object>(Unit&)>;
  using Path = std::vector<std::string_view>;

  void route(http::Request request, http::Respond respond);
  void get(const Path& path, const http::Request& request, http::Respond respond);
  void change(const Path& path, http::Request request, http::Respond respond);
  void change_appointment(const Path& path, const boost::json::object& body, http::Respond respond);
  void get_day(const http::Request& request, http::Respond respond);
  void get_ledger(const http::Request& request, http::Respond respond);
  void get_held(const http::Request& request, http::Respond respond);
  void get_events(const http::Request& request, http::Respond respond);
  void stop_house(const std::string& who, const std::string& why, http::Respond respond);
  void post_stop(const boost::json::object& body, http::Respond respond);
  void post_held(std::string_view verb, const boost::json::object& body, http::Respond respond);
  void post_release(const boost::json::object& body, http::Respond respond);
  void put_pacing(const boost::json::object& body, http::Respond respond);
  void post_agents(const boost::json::object& body, http::Respond respond);
  void post_callbacks(const Path& path, const boost::json::object& body, http::Respond respond);
  void post_flows(const Path& path, const boost::json::object& body, http::Respond respond);
  void get_voice(const Path& path, const http::Request& request, http::Respond respond);
  void get_message_sound(RecordingId message, http::Respond respond);
  void change_voice(const Path& path, const boost::json::object& body, http::Respond respond);
  void put_speed(const boost::json::object& body, http::Respond respond);

  bool known_host(const http::Request& request) const;
  /// One snapshot, one answer.
  void ask(Question question, http::Respond respond);
  /// One unit, then `after`, then its answer.
  void write(Question question, std::function<void()> after, http::Respond respond);

  Store& store_;
  Settings settings_;
  http::Files files_{"web/", "The page is at /, the API at /api/v1."};
  Events events_;
  Imports imports_;
  PromptFiles prompt_files_;
};

}  // namespace courtesy::api
