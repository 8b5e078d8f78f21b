#include "phonenet/webhooks/callbacks.h"

#include <fmt/format.h>

namespace courtesy::phonenet {
namespace {

/// Which one it is, for the journal.
std::string which(const Webhook& webhook) {
  for (const auto* name : {"CallStatus", "MessageStatus"}) {
    if (const auto value = http::field(webhook.fields, name)) return std::string(*value);
  }
  return "";
}

}  // namespace

void Callbacks::note(const std::string& sid, std::string fault, const Webhook& webhook) {
  journal_.write({.kind = EntryKind::fault, .sid = sid, .text = which(webhook), .detail = std::move(fault)});
}

void Callbacks::tell(Webhook webhook, std::string sid, UniqueFunction<void(int, std::string)> failed) {
  const Faults& faults = settings_.faults;
  if (faults.callback_lost > 0 && random_.chance(faults.callback_lost)) return note(sid, "callback_lost", webhook);
  if (faults.callback_doubled > 0 && random_.chance(faults.callback_doubled)) {
    note(sid, "callback_doubled", webhook);
    delays_.in(Span{milliseconds{0}, milliseconds{5'000}}.draw(random_),
               [this, webhook, sid]() mutable { send(std::move(webhook), std::move(sid), {}); });
  }
  if (faults.callback_late > 0 && random_.chance(faults.callback_late)) {
    note(sid, "callback_late", webhook);
    return delays_.in(Span{milliseconds{0}, faults.lateness}.draw(random_),
                      [this, webhook = std::move(webhook), sid = std::move(sid), failed = std::move(failed)]() mutable {
                        send(std::move(webhook), std::move(sid), std::move(failed));
                      });
  }
  send(std::move(webhook), std::move(sid), std::move(failed));
}

void Callbacks::send(Webhook webhook, std::string sid, UniqueFunction<void(int, std::string)> failed) {
  std::string what = which(webhook);
  webhooks_.ask(std::move(webhook), [this, sid = std::move(sid), what = std::move(what),
                                     failed = std::move(failed)](WebhookAnswer answer) mutable {
    int code = 11200;
    std::string why;
    if (const auto* page = std::get_if<twiml::Page>(&answer)) {
      if (page->status < 300) return;
      why = fmt::format("{} answered {}", page->url, page->status);
    } else {
      code = std::get<twiml::FetchFailed>(answer).code;
      why = std::get<twiml::FetchFailed>(answer).text;
    }
    journal_.write({.kind = EntryKind::webhook, .sid = sid, .text = why, .detail = "status callback " + what});
    if (failed) failed(code, why);
  });
}

}  // namespace courtesy::phonenet
