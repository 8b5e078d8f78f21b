// The voice: what is recorded of each flow and what a robot still reads; versions, rolled back; files taken in.
#pragma once

#include <boost/json/fwd.hpp>
#include <map>
#include <string>

#include "api/call.h"
#include "api/settings.h"
#include "base/loop.h"
#include "http/seam.h"
#include "store/account_row.h"
#include "store/prompts.h"
#include "store/store.h"

namespace courtesy::api {

/// The words that are the same in each of an account's calls, by the names of their places in a template.
std::map<std::string, std::string> constant_words(const Account& account, std::string_view language);

/// Every flow with its states, what each says in each language, and who says it.
Result<boost::json::object> prompts(Unit& unit, const flow::Library& flows);

/// One prompt with all its versions. Errors: `not_found` for a slot that no flow has.
Result<boost::json::object> prompt(Unit& unit, const flow::Library& flows, const PromptName& name);

/// `{"version": 2, "who": "Kim"}`: that one is heard from the next call on; 0: a robot. Answers as prompt() does.
Result<boost::json::object> roll_back_prompt(Unit& unit, const flow::Library& flows, const PromptName& name,
                                             const boost::json::object& body);

/// A file's sound becomes the newest version: normalised aside, written, told as prompt() tells it.
class PromptFiles {
 public:
  struct Parts {
    Store& store;
    Loop& loop;
    const Settings& settings;
    std::function<void()> changed;
  };
  explicit PromptFiles(Parts parts) : parts_(std::move(parts)) {}
  /// A WAV as the body. 400 with a sentence for one that nobody could hear.
  void take(const PromptName& name, Call call, http::Respond respond);

  static constexpr int most_at_once = 2;

 private:
  struct Run;
  void write(std::shared_ptr<Run> run);
  void end(Run& run, http::Response response);

  Parts parts_;
  int running_ = 0;
};

}  // namespace courtesy::api
