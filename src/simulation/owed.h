// What was owed: whether nothing stood in a reminder's way, by a reckoning of our own from what the plan says and what
// the phones saw.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "simulation/model.h"
#include "simulation/touched.h"

namespace courtesy::simulation {

enum class Owed {
  yes,        ///< nothing stood in its way: it must have been carried out
  nobody,     ///< its client has no number, or no address
  refused,    ///< no consent is on record, or its number may not be rung from here
  opted_out,  ///< before its time had come
  answered,   ///< its client had said of this very start that he comes, or that he does not
  ended,      ///< moved, cancelled or given to another before its time
  no_room,    ///< until it was of no use, caps and pauses of its recipient left no room
  later,      ///< its turn would have come after the end of the world
  touched,    ///< by a fault, or a stop
};
std::string_view name_of(Owed owed);

/// Of the four sample rules, by number.
Channel channel_of_rule(int rule);

class Owing {
 public:
  /// `ends`: of the world; what is free less than an hour before may be carried out after it.
  Owing(const Model& model, const Touched& touched, Instant ends) : model_(model), touched_(touched), ends_(ends) {}

  /// A contact that counts for its recipient's caps, of whatever account.
  struct Contact {
    Instant at;
    Instant over;  ///< of a call: when it ended
    Channel channel;
    std::string reminder;
  };
  void contact(const std::string& recipient, Contact contact) { contacts_[recipient].push_back(std::move(contact)); }

  /// One more is due by this promise: a line sends one after the other.
  void planned(const Promise& promise, int rule);

  struct Judged {
    Owed owed;
    std::string_view by{};  ///< what touched it
    Instant free{};         ///< when the way was free first
  };
  /// `slack`: by how much the house's clock may be off.
  Judged judge(const Promise& promise, int rule, const std::string& reminder, milliseconds slack) const;
  /// When it is to go out by its rule and the hours: the earliest instant that is not too early.
  static Instant first_moment(const Promise& promise, int rule);

 private:
  struct Way;
  static bool permitted(const Way& way, Instant at);
  static bool room(const Way& way, Instant at);
  static Instant room_changes(const Way& way, Instant after, Instant until);
  static std::optional<Instant> first_free(const Way& way, Instant from, Instant until);

  const Model& model_;
  const Touched& touched_;
  Instant ends_;
  std::map<std::string, std::vector<Contact>> contacts_;
  std::map<std::pair<Channel, Instant>, int> due_at_;
};

}  // namespace courtesy::simulation
