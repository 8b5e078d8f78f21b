#include "webhook/hooks.h"

#include "base/bytes.h"
#include "gateway/twilio/signature.h"
#include "store/accounts.h"
#include "store/attempts.h"
#include "store/ledger.h"
#include "store/lines.h"
#include "store/trips.h"
#include "store/unit.h"
#include "twiml/document.h"
#include "webhook/apology.h"
#include "webhook/inbound.h"
#include "webhook/text.h"

namespace courtesy {
namespace {

http::Response nobody() { return http::text_response(404, "There is nothing here.\n"); }
http::Response taken() { return {204, {}, {}}; }

http::Response failure(const Error& error) {
  if (error.code == ErrorCode::not_found) return nobody();
  return http::text_response(error.code == ErrorCode::invalid ? 400 : 503, error.message + "\n");
}

std::string reply_document(const std::string& words) {
  twiml::Element response{.name = "Response", .attributes = {}, .children = {}};
  if (!words.empty()) {
    twiml::Element message{.name = "Message", .attributes = {}, .children = {}};
    message.children.emplace_back(words);
    response.children.emplace_back(std::move(message));
  }
  return twiml::write(response);
}

bool is_of_store(const Error& error) { return error.code == ErrorCode::unavailable || error.code == ErrorCode::full; }

Error error_of(const WriteEnding& ending) {
  return ending.work ? Error{ErrorCode::unavailable, "the store could not commit"} : ending.work.error();
}

}  // namespace

Hooks::Hooks(Parts parts) : parts_(std::move(parts)), desk_{parts_.flows, parts_.public_url, parts_.recordings_url} {}

void Hooks::note_refused(std::string code, const std::optional<twilio::HookPath>& path, std::string_view why) {
  constexpr int most_a_minute = 10;
  if (parts_.clock == nullptr) return;
  const auto minute = std::chrono::floor<minutes>(parts_.clock->now()).time_since_epoch().count();
  if (minute != refused_minute_) refused_in_it_ = 0;
  refused_minute_ = minute;
  if (++refused_in_it_ > most_a_minute) {
    ++refused_unsaid_;
    return;
  }
  LedgerBody body;
  body.plain("why", why);
  if (path) {
    body.plain("channel", to_string(path->channel)).plain("what", path->what);
    // Only what was read as a token of ours is repeated, and never its secret.
    if (const auto token = parse_token(path->token)) body.plain("token", token->shown(secret_mark));
  }
  if (refused_unsaid_ > 0) body.plain("more_before", refused_unsaid_);
  refused_unsaid_ = 0;
  parts_.store.write(
      AccountId{},
      [entry = LedgerEntry{.kind = LedgerKind::refused, .code = std::move(code), .body = std::move(body)}](Unit& unit) {
        return unit.ledger().append(entry);
      },
      [this](WriteEnding ending) {
        if (ending.commit != CommitEnding::committed) parts_.log.error("refusal_not_recorded", {});
      });
}

http::Response Hooks::refuse_unknown(const Error& error) {
  if (error.code == ErrorCode::not_found) note_refused("unknown_token", std::nullopt, error.message);
  return failure(error);
}

void Hooks::handle(http::Request request, http::Respond respond) {
  const auto path = twilio::parse_hook_path(request.path());
  if (!path) return respond(nobody());
  write_owed_trip();
  if (request.method != "POST") return respond(http::text_response(405, "Only POST is answered here.\n"));
  const auto signed_form = twilio::authentic_form(parts_.keys, parts_.public_url, request);
  if (!signed_form) {
    parts_.log.warning("webhook_refused",
                       {{"why", parts_.keys.empty() ? "no signing key is configured" : "wrong signature"}});
    note_refused("signature", path, parts_.keys.empty() ? "no signing key is configured" : "wrong signature");
    if (const auto token = parse_token(path->token)) weigh_refusal(*token);
    return respond(http::text_response(403, "The signature is not right.\n"));
  }
  const Result<http::Fields>& fields = *signed_form;
  if (!fields) {
    note_refused("unreadable", path, fields.error().message);
    return respond(failure(fields.error()));
  }
  if (path->channel == Channel::call) return call(*path, *fields, std::move(respond));
  if (path->token.empty()) {
    auto text = twilio::parse_incoming_text(*fields);
    if (text) return incoming_text(std::move(*text), std::move(respond));
    note_refused("unreadable", path, text.error().message);
    return respond(failure(text.error()));
  }
  const auto token = parse_token(path->token);
  auto status = twilio::parse_text_status(*fields, path->token);
  if (!token) {
    note_refused("unknown_token", path, "no token of ours");
    return respond(nobody());
  }
  if (status) return text_status(*token, std::move(*status), std::move(respond));
  note_refused("unreadable", path, status.error().message);
  respond(failure(status.error()));
}

void Hooks::weigh_refusal(const Token& token) {
  auto at = std::make_shared<std::optional<Instant>>();
  parts_.store.read(
      token.account,
      [token, at](Unit& unit) -> Result<void> {
        const Attempt attempt = TRY(unit.attempts().get(token.attempt));
        if (equal_in_constant_time(attempt.secret, token.secret.reveal())) *at = unit.now();
        return {};
      },
      [this, at](const Result<void>&) {
        if (!*at) return;
        const auto trip = signatures_.refused(**at);
        if (!trip) return;
        parts_.log.error("failsafe_tripped", {{"rule", std::string(to_string(trip->rule))}});
        owed_trip_ = trip;
        write_owed_trip();
      });
}

void Hooks::write_owed_trip() {
  if (!owed_trip_ || std::exchange(writing_trip_, true)) return;
  parts_.store.write(
      AccountId{}, [trip = *owed_trip_](Unit& house) { return house.trips().add(trip); },
      [this](const WriteEnding& ending) {
        writing_trip_ = false;
        if (ending.commit != CommitEnding::committed) return parts_.log.error("trip_not_recorded", {});
        owed_trip_.reset();
        parts_.changed();
      });
}

void Hooks::call(const twilio::HookPath& path, const http::Fields& fields, http::Respond respond) {
  if (path.what == "amd") return verdict(path, fields, std::move(respond));
  auto callback = twilio::parse_call(fields, path.token);
  if (!callback) {
    note_refused("unreadable", path, callback.error().message);
    return respond(failure(callback.error()));
  }
  if (path.what == "fallback" || path.what == "incoming/fallback") return respond(http::xml_response(apology()));
  if (path.what == "incoming/status") return incoming_call_status(std::move(*callback), std::move(respond));
  if (path.token.empty()) return incoming_call(std::move(*callback), std::move(respond));
  if (const auto session = parse_session_token(path.token))
    return incoming_call_step(*session, path.what, std::move(*callback), std::move(respond));
  const auto token = parse_token(path.token);
  if (!token) return respond(nobody());
  if (path.what == "status") return call_status(*token, std::move(*callback), std::move(respond));
  call_step(*token, path.what, std::move(*callback), std::move(respond));
}

void Hooks::call_step(const Token& token, std::string what, twilio::CallCallback callback, http::Respond respond) {
  answer_step(
      token.account, "call_step_failed",
      [this, token, what = std::move(what), callback = std::move(callback)](Unit& unit) {
        return take_call_step(unit, desk_, token, what, callback);
      },
      std::move(respond));
}

/// The document is told once what it stands for is durable.
void Hooks::answer_step(AccountId account, std::string_view failed, UniqueFunction<Result<std::string>(Unit&)> step,
                        http::Respond respond) {
  auto document = std::make_shared<std::string>();
  parts_.store.write(
      account,
      [step = std::move(step), document](Unit& unit) mutable -> Result<void> {
        *document = TRY(step(unit));
        return {};
      },
      [this, failed, document, respond = std::move(respond)](WriteEnding ending) mutable {
        if (ending.commit == CommitEnding::committed) {
          respond(http::xml_response(*document));
          return parts_.changed();
        }
        const Error error = error_of(ending);
        if (error.code == ErrorCode::not_found) return respond(refuse_unknown(error));
        parts_.log.error(failed, {{"error", error.message}});
        respond(http::xml_response(apology()));
      });
}

void Hooks::verdict(const twilio::HookPath& path, const http::Fields& fields, http::Respond respond) {
  auto verdict = twilio::parse_verdict(fields, path.token);
  const auto token = parse_token(path.token);
  if (!token) return respond(nobody());
  if (!verdict) {
    note_refused("unreadable", path, verdict.error().message);
    return respond(failure(verdict.error()));
  }
  call_verdict(*token, std::move(*verdict), std::move(respond));
}

/// The call is sent on once that is durable. Nothing is repeated: without it the call goes on as it was.
void Hooks::call_verdict(const Token& token, twilio::MachineVerdict verdict, http::Respond respond) {
  auto where = std::make_shared<std::optional<Redirection>>();
  parts_.store.write(
      token.account,
      [this, token, verdict = std::move(verdict), where](Unit& unit) -> Result<void> {
        *where = TRY(take_verdict(unit, desk_, token, verdict));
        return {};
      },
      [this, where, respond = std::move(respond)](WriteEnding ending) mutable {
        if (ending.commit != CommitEnding::committed) return respond(refuse_unknown(error_of(ending)));
        respond(taken());
        parts_.changed();
        if (!*where || parts_.calls == nullptr) return;
        parts_.calls->redirect((*where)->provider_id, (*where)->url, [this](const Ending& redirected) {
          if (redirected.kind == EndingKind::accepted) return;
          parts_.log.warning("call_not_redirected", {{"why", redirected.code}, {"detail", redirected.detail}});
        });
      });
}

void Hooks::call_status(const Token& token, twilio::CallCallback callback, http::Respond respond) {
  parts_.store.write(
      token.account,
      [this, token, callback = std::move(callback)](Unit& unit) {
        return take_call_status(unit, desk_, token, callback);
      },
      [this, respond = std::move(respond)](WriteEnding ending) mutable {
        if (ending.commit != CommitEnding::committed) return respond(refuse_unknown(error_of(ending)));
        respond(taken());
        parts_.changed();
      });
}

void Hooks::text_status(const Token& token, twilio::TextStatus status, http::Respond respond) {
  parts_.store.write(
      token.account, [token, status](Unit& unit) { return take_text_status(unit, token, status); },
      [this, respond = std::move(respond)](WriteEnding ending) mutable {
        if (ending.commit != CommitEnding::committed) return respond(refuse_unknown(error_of(ending)));
        respond(taken());
        parts_.changed();
      });
}

void Hooks::find_account(FindAccount find, UniqueFunction<void(AccountId)> then, http::Respond respond) {
  auto account = std::make_shared<AccountId>();
  parts_.store.read(
      AccountId{},
      [find = std::move(find), account](Unit& unit) -> Result<void> {
        *account = TRY(find(unit));
        return {};
      },
      [account, then = std::move(then), respond = std::move(respond)](Result<void> found) mutable {
        if (found) return then(*account);
        respond(failure(found.error()));
      });
}

void Hooks::incoming_text(twilio::IncomingText text, http::Respond respond) {
  // Behind what the sender wrote before: a STOP is not lifted by an older START.
  if (std::ranges::any_of(owed_texts_, [&](const auto& owed) { return owed.from == text.from; })) {
    owe(std::move(text));
    return respond(failure({ErrorCode::unavailable, "an earlier text waits for the store"}));
  }
  auto shared = std::make_shared<http::Respond>(std::move(respond));
  find_account([to = text.to](Unit& unit) { return Lines(unit).account_of_texts(to); },
               [this, text, shared](AccountId account) {
                 auto words = std::make_shared<std::string>();
                 parts_.store.write(
                     account,
                     [text, words](Unit& unit) -> Result<void> {
                       *words = TRY(take_incoming_text(unit, text));
                       return {};
                     },
                     [this, account, text, words, shared](const WriteEnding& ending) {
                       if (ending.commit != CommitEnding::committed)
                         return opt_out_alone(account, text, ending, shared);
                       (*shared)(http::xml_response(reply_document(*words)));
                       parts_.changed();
                     });
               },
               [this, text, shared](http::Response response) {
                 if (response.status == 503) owe(text);
                 (*shared)(std::move(response));
               });
}

void Hooks::owe(twilio::IncomingText text) {
  constexpr std::size_t most = 10'000;
  if (parts_.loop == nullptr || parts_.clock == nullptr || owed_texts_.size() == most)
    return parts_.log.error("text_lost", {});
  owed_texts_.push_back(std::move(text));
  if (owed_texts_timer_) return;
  owed_texts_timer_ = parts_.loop->at(parts_.clock->uptime() + seconds{1}, [this] {
    owed_texts_timer_.reset();
    for (auto& one : std::exchange(owed_texts_, {})) incoming_text(std::move(one), [](http::Response) {});
  });
}

void Hooks::opt_out_alone(AccountId account, const twilio::IncomingText& text, const WriteEnding& of_whole,
                          const std::shared_ptr<http::Respond>& respond) {
  const Error error = error_of(of_whole);
  parts_.log.error("text_not_taken", {{"error", error.message}});
  auto asked = std::make_shared<bool>(false);
  parts_.store.write(
      account,
      [text, asked](Unit& unit) -> Result<void> {
        *asked = TRY(take_opt_out_alone(unit, text));
        return {};
      },
      [this, text, error, asked, respond](const WriteEnding& ending) {
        if (ending.commit != CommitEnding::committed || !*asked) {
          // What is wrong with the text itself would be so again.
          const bool of_store =
              ending.commit != CommitEnding::committed ? is_of_store(error_of(ending)) : is_of_store(error);
          if (of_store) owe(text);
          return (*respond)(failure(error));
        }
        (*respond)(http::xml_response(reply_document({})));
        parts_.changed();
      });
}

void Hooks::incoming_call(twilio::CallCallback callback, http::Respond respond) {
  auto shared = std::make_shared<http::Respond>(std::move(respond));
  const auto find = [to = callback.to](Unit& unit) { return Lines(unit).account_of(to); };
  find_account(
      find,
      [this, shared, callback = std::move(callback)](AccountId account) {
        auto document = std::make_shared<std::string>();
        parts_.store.write(
            account,
            [this, document, callback](Unit& unit) -> Result<void> {
              const Account own = TRY(unit.accounts().get());
              *document = apology_of(own, own.language);
              *document = TRY(begin_inbound(unit, desk_, callback));
              return {};
            },
            [this, document, shared](const WriteEnding& ending) {
              if (ending.commit == CommitEnding::committed) {
                (*shared)(http::xml_response(*document));
                return parts_.changed();
              }
              parts_.log.error("incoming_call_failed", {{"error", error_of(ending).message}});
              (*shared)(http::xml_response(ending.work || document->empty() ? apology() : *document));
            });
      },
      [shared](http::Response response) { (*shared)(std::move(response)); });
}

void Hooks::incoming_call_step(const SessionToken& token, std::string what, twilio::CallCallback callback,
                               http::Respond respond) {
  answer_step(
      token.account, "incoming_call_step_failed",
      [this, token, what = std::move(what), callback = std::move(callback)](Unit& unit) {
        return take_inbound_step(unit, desk_, token, what, callback);
      },
      std::move(respond));
}

void Hooks::incoming_call_status(twilio::CallCallback callback, http::Respond respond) {
  auto shared = std::make_shared<http::Respond>(std::move(respond));
  const auto find = [to = callback.to](Unit& unit) { return Lines(unit).account_of(to); };
  find_account(
      find,
      [this, shared, callback = std::move(callback)](AccountId account) {
        parts_.store.write(
            account, [this, callback](Unit& unit) { return take_inbound_status(unit, desk_, callback); },
            [this, shared](const WriteEnding& ending) {
              if (ending.commit != CommitEnding::committed) return (*shared)(failure(error_of(ending)));
              (*shared)(taken());
              parts_.changed();
            });
      },
      [shared](http::Response response) { (*shared)(std::move(response)); });
}

}  // namespace courtesy
