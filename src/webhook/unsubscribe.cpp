#include "webhook/unsubscribe.h"

#include "gateway/smtp/unsubscribe.h"
#include "http/small_page.h"
#include "store/answers.h"
#include "store/attempts.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view prefix = "/unsubscribe/";

http::Response page(int status, std::string_view body) { return http::small_page(status, "Reminders by email", body); }

http::Response question() {
  return page(200, "<h1>No more reminders by email?</h1><form method=post><button>Stop them</button></form>");
}

Result<void> leave(Unit& unit, const smtp::UnsubscribeLink& link, std::span<const Secret<std::string>> keys) {
  const Attempt attempt = TRY(unit.attempts().get(link.attempt));
  const bool ours =
      attempt.reminder.channel == Channel::email && smtp::unsubscribe_valid(keys, link, attempt.recipient);
  if (!ours) return Error{ErrorCode::not_found, "no such link"};
  return take_opt_out(unit, attempt, "the link in an email");
}

}  // namespace

void Unsubscribe::handle(http::Request request, http::Respond respond) {
  const std::string_view path = request.path();
  const auto link = path.starts_with(prefix) ? smtp::parse_unsubscribe_token(path.substr(prefix.size())) : std::nullopt;
  if (!link) return respond(page(404, "<h1>There is nothing here.</h1>"));
  if (request.method == "GET") return respond(question());
  if (request.method != "POST") return respond(page(405, "<h1>Only GET and POST are answered here.</h1>"));
  store_.write(
      link->account, [this, link](Unit& unit) { return leave(unit, *link, keys_); },
      [respond = std::move(respond)](WriteEnding ending) mutable {
        if (ending.commit == CommitEnding::committed)
          return respond(page(200, "<h1>You will get no more reminders by email.</h1>"));
        const bool unknown = !ending.work && ending.work.error().code == ErrorCode::not_found;
        respond(unknown ? page(404, "<h1>There is nothing here.</h1>")
                        : page(503, "<h1>That did not work. Please try again in a minute.</h1>"));
      });
}

}  // namespace courtesy
