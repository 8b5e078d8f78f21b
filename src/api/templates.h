// An account's own texts and emails over the API: drafts, what may not be said in them, versions, and a live preview.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "api/settings.h"
#include "store/unit.h"

namespace courtesy::api {

/// Each template that the account or the program has, by name, with its languages, and the fields that there are.
Result<boost::json::object> templates_page(Unit& unit, const flow::Library& flows);
/// One of them, with words, draft, findings and versions in each language. Errors: `not_found`.
Result<boost::json::object> template_page(Unit& unit, const std::string& name, const flow::Library& flows);

/// Which template, in which language. Errors: `invalid`, naming what is wrong.
struct TemplateName {
  std::string name;
  std::string language;
};
Result<TemplateName> template_name(const std::string& name, const std::string& language);

inline constexpr std::string_view draft_differs = "Somebody else has changed this template meanwhile. ";

/// {"channel", "subject", "text"} becomes the draft. `if_match`: the language's `etag` as it was read; empty: whatever
/// is there is replaced. Answers with template_page. Errors: `invalid`; `conflict` (`draft_differs`).
Result<boost::json::object> put_draft(Unit& unit, const TemplateName& which, const boost::json::object& body,
                                      const std::string& if_match, const flow::Library& flows);
/// The draft is gone; what goes out stays as it is. `if_match`, answers and errors as put_draft; `not_found` without a
/// draft.
Result<boost::json::object> discard_draft(Unit& unit, const TemplateName& which, const boost::json::object& body,
                                          const std::string& if_match, const flow::Library& flows);
/// The draft goes out from now on. `findings`: why it may not; the error is then the first of them. Answers with
/// template_page. Errors: `not_found` without a draft, `invalid`.
Result<boost::json::object> publish_template(Unit& unit, const TemplateName& which, const boost::json::object& body,
                                             const flow::Library& flows, boost::json::array& findings);
/// {"version"}: goes out from now on; 0: the program's. Answers with template_page. Errors: `not_found`, `conflict`.
Result<boost::json::object> roll_back_template(Unit& unit, const TemplateName& which, const boost::json::object& body,
                                               const flow::Library& flows);
/// Published versions before that one, the newest first, and `before`: where to go on, or null. 0: from the newest.
Result<boost::json::object> template_versions(Unit& unit, const TemplateName& which, std::int64_t before);
/// {"channel", "subject", "text", "language", "appointment"}: how it would read for that appointment, or a made-up one,
/// in spans; what it costs; what is wrong with it. Changes nothing.
Result<boost::json::object> preview_template(Unit& unit, const boost::json::object& body);

}  // namespace courtesy::api
