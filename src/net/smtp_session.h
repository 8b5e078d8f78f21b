// What an SMTP conversation was seen to say, and the ending that follows. For smtp.cpp.
#pragma once

#include <string>
#include <string_view>

#include "mail/client.h"

namespace courtesy::net {

/// Told of every line in both directions, in order.
class SmtpSession {
 public:
  void command(std::string_view line);
  void reply(std::string_view line);
  void body_begins() { body_begun_ = true; }
  void body_ends() { body_ended_ = true; }

  /// Once the conversation is over. `why`: what to say when the server said nothing.
  mail::Outcome outcome(std::string_view why) const;

 private:
  bool answered(int hundreds) const { return !awaiting_ && code_ / 100 == hundreds; }
  mail::Outcome ending(mail::Ending ending, std::string_view why) const;

  bool about_message_ = false;  // the last command was MAIL, RCPT or DATA
  bool awaiting_ = true;        // the greeting, to begin with
  bool over_ = false;           // QUIT was said: what comes now is about nothing
  bool body_begun_ = false;
  bool body_ended_ = false;
  bool body_answered_ = false;
  int code_ = 0;  // of the last whole reply
  std::string words_;
  std::string words_so_far_;
};

}  // namespace courtesy::net
