// A page's files, as embedded in the binary under a folder of their own.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "http/message.h"

namespace courtesy::http {

/// Answers GET of a file: 200 with an ETag, compressed where both sides can; 304 where the browser has it; 404.
/// A name is revalidated each time, so a new binary's page is seen at once.
class Files {
 public:
  /// From the binary: those under `folder`, which ends in a slash. `hint` is told with a 404: where else to look.
  Files(std::string_view folder, std::string hint);
  /// For tests: names without the folder.
  explicit Files(std::map<std::string, std::string_view> files, std::string hint = {});

  Response answer(const Request& request) const;
  /// Whether there is one for that path; `/` is the page.
  bool has(std::string_view path) const;

 private:
  struct File {
    std::string_view bytes;
    std::string_view compressed;  ///< empty: there is no .gz
    std::string tag;
    std::string_view type;
  };
  void add(const std::map<std::string, std::string_view>& files);

  std::string hint_;
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace courtesy::http
