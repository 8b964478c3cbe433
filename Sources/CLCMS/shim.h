#pragma once
#include <lcms2.h>

// Pixel formats are made by macros that Swift cannot see.
static const cmsUInt32Number tri_lcms_gray8 = TYPE_GRAY_8;
static const cmsUInt32Number tri_lcms_gray16 = TYPE_GRAY_16;
static const cmsUInt32Number tri_lcms_gray_alpha8 = TYPE_GRAYA_8;
static const cmsUInt32Number tri_lcms_gray_alpha16 = TYPE_GRAYA_16;
static const cmsUInt32Number tri_lcms_rgb8 = TYPE_RGB_8;
static const cmsUInt32Number tri_lcms_rgb16 = TYPE_RGB_16;
static const cmsUInt32Number tri_lcms_rgba8 = TYPE_RGBA_8;
static const cmsUInt32Number tri_lcms_rgba16 = TYPE_RGBA_16;
