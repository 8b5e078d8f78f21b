// The checker's part that reads what is said: keys and what they mean, the law's first sentences, machines, lengths.
#pragma once

#include <vector>

#include "flow/document_view.h"

namespace courtesy::flow {

/// Adds what is wrong with the words of one template.
void check_words(const Situation& situation, std::vector<Finding>& findings);

/// Adds where what is heard after a key is not what the key did.
void check_endings(const Parts& parts, std::vector<Finding>& findings);

}  // namespace courtesy::flow
