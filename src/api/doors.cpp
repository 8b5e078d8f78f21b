#include "api/doors.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/answer.h"
#include "api/at_the_door.h"
#include "api/chance.h"

namespace courtesy::api {

std::string page_address(const http::Request& request, const Gate& gate, const Settings& settings) {
  if (gate.secure(request)) return settings.public_url;
  return fmt::format("http://{}", request.header("Host").value_or("localhost"));
}

std::string link_address(const std::string& page, const std::string& token) {
  return fmt::format("{}/#/welcome/{}", page, token);
}

std::vector<std::string> password_context(const std::string& name, const std::string& email,
                                          const std::string& business) {
  return {"courtesy", name, email.substr(0, email.find('@')), business};
}

void Doors::answer_later(Uptime began, http::Respond respond, http::Response response) {
  const auto passed = std::chrono::duration_cast<milliseconds>(parts_.settings.clock->uptime() - began);
  late_.push_front({.respond = std::move(respond), .response = std::move(response), .timer = {}});
  const auto mine = late_.begin();
  mine->timer = parts_.settings.after(std::clamp(wrong_after - passed, milliseconds{0}, wrong_after), [this, mine] {
    http::Respond given = std::move(mine->respond);
    http::Response told = std::move(mine->response);
    late_.erase(mine);
    given(std::move(told));
  });
}

void Doors::hash(std::shared_ptr<Entry> entry, UniqueFunction<void(std::shared_ptr<Entry>)> next) {
  entry->salt = raw_chance(*parts_.settings.random, access::salt_bytes);
  entry->token = parts_.settings.random->token(token_bytes);
  const bool taken = parts_.hasher.run(
      [entry] {
        auto hashed = access::hash_password(entry->password, entry->salt, entry->cost);
        if (hashed) {
          entry->hash = std::move(*hashed);
        } else {
          entry->failed = hashed.error();
        }
      },
      [entry, next = std::move(next)]() mutable {
        if (entry->hash.empty()) return entry->respond(problem(entry->failed));
        next(entry);
      });
  if (!taken) entry->respond(busy());
}

}  // namespace courtesy::api
