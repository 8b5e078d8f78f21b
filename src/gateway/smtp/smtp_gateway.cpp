#include "gateway/smtp/smtp_gateway.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "gateway/smtp/address.h"
#include "gateway/smtp/unsubscribe.h"
#include "gateway/utf8.h"

namespace courtesy {
namespace {

// Shorter than a lease, so that no other worker takes the attempt over while its mail may still be on its way.
constexpr seconds contact_time{25};
constexpr std::size_t longest_subject = 200;
constexpr std::size_t longest_text = 100'000;

Result<void> check_line(std::string_view what, std::string_view text, std::size_t longest) {
  if (text.size() > longest) return invalid(fmt::format("smtp: the {} is longer than {} bytes", what, longest));
  if (has_control(text) || text.find_first_of("\n\t") != std::string_view::npos) {
    return invalid(fmt::format("smtp: the {} has a line break or control character in it", what));
  }
  if (!code_points(text)) return invalid(fmt::format("smtp: the {} is not UTF-8", what));
  return {};
}

std::string with_lf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out += text[i];
  }
  return out;
}

Result<void> check(const Intent& intent, std::string_view text) {
  if (!smtp::is_address(intent.recipient)) return invalid("smtp: the recipient is no email address");
  if (!smtp::is_address(intent.sender)) return invalid("smtp: the sender is no email address");
  if (!intent.reply_to.empty() && !smtp::is_address(intent.reply_to)) {
    return invalid("smtp: the address for answers is no email address");
  }
  TRY(check_line("sender's name", intent.sender_name, longest_subject));
  TRY(check_line("subject", intent.subject, longest_subject));
  if (intent.subject.empty()) return invalid("smtp: the subject is empty");
  if (text.find_first_not_of(" \t\n") == std::string_view::npos) return invalid("smtp: the text is empty");
  if (text.size() > longest_text) return invalid(fmt::format("smtp: the text is longer than {} bytes", longest_text));
  if (has_control(text) || !code_points(text)) {
    return invalid("smtp: the text is not UTF-8, or has a control character in it");
  }
  if (intent.token.reveal().empty()) return invalid("smtp: the intent has no token");
  return {};
}

/// `5.1.1` in a server's words: tells more than the code, and nobody's address (RFC 3463).
std::string enhanced_status(std::string_view detail) {
  constexpr std::string_view allowed = "0123456789.";
  for (std::size_t at = 0; at < detail.size();) {
    const std::size_t begin = detail.find_first_of(allowed, at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(detail.find_first_not_of(allowed, begin), detail.size());
    const std::string_view word = detail.substr(begin, end - begin);
    const bool shape = word.size() >= 5 && word.size() <= 9 && (word[0] == '4' || word[0] == '5') && word[1] == '.' &&
                       std::count(word.begin(), word.end(), '.') == 2 && word.back() != '.' && word[2] != '.';
    const bool alone = (begin == 0 || detail[begin - 1] == ' ' || detail[begin - 1] == '-') &&
                       (end == detail.size() || detail[end] == ' ');
    if (shape && alone) return std::string(word);
    at = end;
  }
  return {};
}

Trouble trouble_of(mail::Ending ending, int code, std::string_view status) {
  if (ending == mail::Ending::accepted) return Trouble::none;
  if (ending != mail::Ending::refused) return Trouble::passing;
  if (status.starts_with("5.1.") || status.starts_with("5.2.")) return Trouble::recipient;
  if (status.starts_with("5.7.") || code == 530 || code == 534 || code == 535 || code == 538) {
    return Trouble::configuration;
  }
  return code >= 550 && code <= 553 ? Trouble::recipient : Trouble::none;
}

Ending ending_of(const mail::Outcome& outcome, const std::string& message_id) {
  const std::string status = enhanced_status(outcome.detail);
  const std::string code = outcome.code == 0 ? ""
                           : status.empty()  ? std::to_string(outcome.code)
                                             : fmt::format("{} {}", outcome.code, status);
  const Trouble trouble = trouble_of(outcome.ending, outcome.code, status);
  const auto no = [&](EndingKind kind, std::string_view without_code, std::string_view words) {
    return Ending{.kind = kind,
                  .code = code.empty() ? std::string(without_code) : code,
                  .detail = code.empty() ? std::string(words) : fmt::format("{}: it answered {}", words, code),
                  .trouble = trouble};
  };
  switch (outcome.ending) {
    case mail::Ending::accepted: return {.kind = EndingKind::accepted, .provider_id = message_id};
    case mail::Ending::refused: return no(EndingKind::refused, "refused", "the mail server refused it");
    case mail::Ending::not_sent: return no(EndingKind::not_sent, "nothing_left", "the mail server did not take it");
    case mail::Ending::unknown: break;
  }
  return no(EndingKind::unknown, "broken", "the mail server may or may not have taken it");
}

}  // namespace

namespace smtp {

Result<Settings> checked(Settings settings) {
  if (!is_domain(settings.domain)) return invalid("smtp.domain: expected our own domain, like courtesy.example");
  while (settings.public_url.ends_with('/')) settings.public_url.pop_back();
  const auto url = http::parse_url(settings.public_url);
  if (!url.ok() || !url->query.empty() || !url->fragment.empty() || !url->userinfo.empty()) {
    return invalid("smtp.public_url: give scheme, host, port and path only");
  }
  const bool here = url->host == "localhost" || url->host == "127.0.0.1" || url->host == "[::1]";
  if (url->scheme != "https" && !here) return invalid("smtp.public_url: must be https (RFC 8058)");
  if (settings.link_keys.empty()) return invalid("smtp.link_keys: missing");
  for (const auto& key : settings.link_keys) {
    if (key.reveal().size() < 16) return invalid("smtp.link_keys: at least 16 bytes each");
  }
  if (!settings.unsubscribe_mailbox.empty() && !is_address(settings.unsubscribe_mailbox)) {
    return invalid("smtp.unsubscribe_mailbox: no email address");
  }
  return settings;
}

std::string message_id_of(const Secret<std::string>& token, std::string_view domain) {
  return fmt::format("<{}@{}>", hex(sha256("message-id\n" + token.reveal())).substr(0, 40), domain);
}

}  // namespace smtp

Result<std::unique_ptr<SmtpGateway>> SmtpGateway::make(smtp::Settings settings, mail::Client& client) {
  settings = TRY(smtp::checked(std::move(settings)));  // before `new`: a TRY inside it would leak what it made
  return std::unique_ptr<SmtpGateway>(new SmtpGateway(std::move(settings), client));
}

Result<Prepared> SmtpGateway::prepare(const Intent& intent) const {
  if (intent.channel != Channel::email) return invalid("smtp: carries email, not calls or texts");
  std::string text = with_lf(intent.text);
  TRY(check(intent, text));
  const std::string token =
      smtp::unsubscribe_token(settings_.link_keys.front(), intent.account, intent.attempt, intent.recipient);
  std::string ways = fmt::format("<{}/unsubscribe/{}>", settings_.public_url, token);
  if (!settings_.unsubscribe_mailbox.empty()) {
    ways += fmt::format(", <mailto:{}?subject={}>", settings_.unsubscribe_mailbox, token);
  }
  mail::Message message{.from = intent.sender,
                        .from_name = intent.sender_name,
                        .to = intent.recipient,
                        .subject = intent.subject,
                        .message_id = smtp::message_id_of(intent.token, settings_.domain),
                        .headers = {{"List-Unsubscribe", std::move(ways)},
                                    {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"},
                                    {"Auto-Submitted", "auto-generated"}},
                        .text = std::move(text)};
  if (!intent.reply_to.empty()) message.headers.emplace_back("Reply-To", intent.reply_to);
  return Prepared{
      .attempt = intent.attempt, .account = intent.account, .channel = Channel::email, .what = std::move(message)};
}

void SmtpGateway::send(Prepared prepared, UniqueFunction<void(Ending)> done) {
  auto* message = std::get_if<mail::Message>(&prepared.what);
  if (message == nullptr) {
    return done({.kind = EndingKind::not_sent,
                 .code = "other_gateway",
                 .detail = "prepared for another gateway",
                 .trouble = Trouble::configuration});
  }
  std::string id = message->message_id;
  client_.send(
      std::move(*message), contact_time,
      [id = std::move(id), done = std::move(done)](mail::Outcome outcome) mutable { done(ending_of(outcome, id)); });
}

void SmtpGateway::look_up(LookUp, UniqueFunction<void(Result<std::vector<Sighting>>)> done) {
  done(invalid("smtp: a mail server cannot be asked what it has sent; a person decides, by the Message-ID"));
}

void SmtpGateway::redirect(std::string, std::string, UniqueFunction<void(Ending)> done) {
  done({.kind = EndingKind::refused, .code = "email", .detail = "only a call can be redirected"});
}

void SmtpGateway::call_off(std::string, UniqueFunction<void(Ending)> done) {
  done({.kind = EndingKind::refused, .code = "email", .detail = "an email cannot be called off"});
}

}  // namespace courtesy
