#pragma once

using HSTRING = struct HSTRING__*;
