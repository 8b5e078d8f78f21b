// A small http::Client for tests: answers by script, at once or when told, and keeps what it was asked.
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "http/seam.h"

namespace courtesy {

class ScriptedHttp final : public http::Client {
 public:
  struct Asked {
    http::Request request;
    http::Limits limits;
  };

  /// The next request without an answer of its own gets this one. INVARIANT: there is one for each request.
  void answer(http::Exchange exchange) { answers_.push_back(std::move(exchange)); }
  void answer_json(int status, std::string body) { answer(http::json_response(status, std::move(body))); }
  /// From now on answers wait for release().
  void hold() { holding_ = true; }
  void release() {
    holding_ = false;
    for (auto& give : std::exchange(held_, {})) give();
  }

  const std::vector<Asked>& asked() const { return asked_; }

  void send(http::Request request, http::Limits limits, UniqueFunction<void(http::Exchange)> done) override {
    INVARIANT(!answers_.empty());
    asked_.push_back({std::move(request), limits});
    http::Exchange exchange = std::move(answers_.front());
    answers_.pop_front();
    Task give([exchange = std::move(exchange), done = std::move(done)]() mutable { done(std::move(exchange)); });
    if (holding_) {
      held_.push_back(std::move(give));
    } else {
      give();
    }
  }

 private:
  std::deque<http::Exchange> answers_;
  std::vector<Asked> asked_;
  std::vector<Task> held_;
  bool holding_ = false;
};

}  // namespace courtesy
