#include "net/smtp_session.h"

#include <algorithm>
#include <utility>

namespace courtesy::net {
namespace {

constexpr std::size_t longest_words = 500;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  return line;
}

}  // namespace

void SmtpSession::command(std::string_view line) {
  const std::string_view verb = line.substr(0, 4);
  if (verb == "QUIT") over_ = true;
  if (over_) return;
  about_message_ = verb == "MAIL" || verb == "RCPT" || verb == "DATA";
  awaiting_ = true;
}

/// `250-more` and then `250 last` (RFC 5321 §4.2.1).
void SmtpSession::reply(std::string_view line) {
  if (over_) return;
  line = without_end(line);
  if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, is_digit)) return;
  if (!words_so_far_.empty()) words_so_far_ += ' ';
  if (line.size() > 4 && words_so_far_.size() < longest_words) words_so_far_ += line.substr(4, longest_words);
  if (line.size() > 3 && line[3] == '-') return;
  code_ = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  words_ = std::exchange(words_so_far_, {});
  awaiting_ = false;
  if (body_begun_) body_answered_ = true;
}

mail::Outcome SmtpSession::ending(mail::Ending ending, std::string_view why) const {
  const bool said = !awaiting_ && code_ >= 400;
  return {.ending = ending,
          .code = ending == mail::Ending::accepted || said ? code_ : 0,
          .detail = ending == mail::Ending::accepted || (said && !words_.empty()) ? words_ : std::string(why)};
}

mail::Outcome SmtpSession::outcome(std::string_view why) const {
  if (body_begun_ && !body_answered_) return {.ending = mail::Ending::unknown, .code = 0, .detail = std::string(why)};
  if (body_begun_) {
    if (answered(2) && body_ended_) return ending(mail::Ending::accepted, why);
    if (answered(5)) return ending(mail::Ending::refused, why);
    if (answered(4)) return ending(mail::Ending::not_sent, why);
    return ending(mail::Ending::unknown, why);
  }
  return ending(about_message_ && answered(5) ? mail::Ending::refused : mail::Ending::not_sent, why);
}

}  // namespace courtesy::net
