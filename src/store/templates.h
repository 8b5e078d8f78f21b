// Texts and emails that an account writes itself, before those of the program: a draft, versions, and which is live.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appointment/appointment.h"
#include "flow/library.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// What a reminder is rendered from.
struct TemplateWords {
  flow::TextTemplate words;
  std::string language;  ///< that it is in
  Channel channel = Channel::text;
};

struct TemplateDraft {
  std::string name;
  std::string language;
  Channel channel = Channel::text;
  std::string words;  ///< as flow::TextTemplate takes them: an email's begin with its subject
  Instant at{};
  std::string who{};
};

struct TemplateVersion {
  std::string name;
  std::string language;
  std::int64_t version = 0;
  Channel channel = Channel::text;
  std::string words;
  std::string hash;
  Instant at{};
  std::string who;
  bool live = false;  ///< what is written from now on takes it
};

/// Of words as they are kept: those that begin with a subject are an email's.
Channel channel_of_words(std::string_view words);

class Templates {
 public:
  explicit Templates(Unit& unit) : unit_(unit) {}

  /// The account's own in that language, else the program's in it, else either in English, else the account's own in
  /// whichever language it has. Errors: `not_found`.
  Result<TemplateWords> text(const flow::Library& library, std::string_view name, std::string_view language);

  /// By name and language.
  Result<std::vector<TemplateDraft>> drafts();
  /// By name and language, the newest first: at most `limit` of each, and the one that is live, wherever it stands.
  Result<std::vector<TemplateVersion>> versions(int limit = 50);
  /// Of one name and language those before that version, the newest first.
  Result<std::vector<TemplateVersion>> versions_before(std::string_view name, std::string_view language,
                                                       std::int64_t version, int limit);

  /// Instead of the draft that is there.
  Result<void> keep_draft(const TemplateDraft& draft);
  /// What goes out stays. Errors: `not_found`.
  Result<void> discard_draft(std::string_view name, std::string_view language, const std::string& who);
  /// The draft becomes the newest version, and live. Whether it may be said is checked before. Errors: `not_found`
  /// without a draft.
  Result<TemplateVersion> publish(std::string_view name, std::string_view language, const std::string& who);
  /// An older version again; 0: the program's. Errors: `not_found`; `conflict` for 0 where the program has none of that
  /// name.
  Result<void> make_live(const flow::Library& library, std::string_view name, std::string_view language,
                         std::int64_t version, const std::string& who);

 private:
  Result<void> remove_draft(std::string_view name, std::string_view language);
  Result<void> on_record(std::string code, std::string_view name, std::string_view language, std::int64_t version,
                         std::string_view hash, const std::string& who);
  Unit& unit_;
};

}  // namespace courtesy
