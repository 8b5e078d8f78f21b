// Tables as they are uploaded. The first byte says how dates are written.
#include "intake/csv.h"

#include "fuzz.h"
#include "reading.h"

using namespace courtesy;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  intake::CsvForm form{.date_order = static_cast<intake::DateOrder>(data[0] % 3),
                       .time_form = static_cast<intake::TimeForm>((data[0] >> 2) % 2)};
  form.two_digit_years = (data[0] & 16) != 0;
  if ((data[0] & 32) != 0) form.columns.id = "id";
  if ((data[0] & 64) != 0) form.columns.zone = "zone";
  const auto import = intake::read_csv(fuzz::text_of(data + 1, size - 1), form, fuzz::reading());
  if (import) fuzz::nothing_is_lost(*import);
  return 0;
}
